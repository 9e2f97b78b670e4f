/* tree.h: the complete binary tree of the suite, each height one node that is shared. */
#ifndef TREE_H
#define TREE_H

struct tree {
    const struct tree *left, *right;
    long value;
};

/* Of this height: null for 0. Collected. */
const struct tree *tree_make(long height);

#endif
