"""kont in gdb, one subject a file: values (reading memory), frames (what a backtrace is made of), prompts (chains of them),
running (the thread's own computation), segments (frames that wait on a stack), stepping, commands."""
