# table.awk: the list of works and the samples of a run -> the table, and the same as tab-separated values in `tsv`.
#
# The figure of a row and system is the least of its samples. ratio = kont / peer, below 1 when kont is ahead.

FNR == 1 { file++ }
/^#/ { next }

file == 1 {                                             # row N unit rounds goals peers...
    rows[++nrows] = $1
    unit[$1] = $3
    parse_goals($1, $5)
    peers[$1] = ""
    for (i = 6; i <= NF; i++)
        peers[$1] = peers[$1] " " $i
    next
}

{                                                       # row system figure
    if (!(($1, $2) in least) || $3 + 0 < least[$1, $2])
        least[$1, $2] = $3 + 0
}

# "0.5*c,0.8*d": a limit to the ratio, kept with the peer. "kont<=4710": a limit to the figure, kept with kont.
function parse_goals(row, goals,    list, i, n, at) {
    n = split(goals, list, ",")
    for (i = 1; i <= n; i++) {
        if (list[i] ~ /^kont/)
            goal[row, "kont"] = substr(list[i], 5)
        else if ((at = index(list[i], "*")) > 0)
            goal[row, substr(list[i], at + 1)] = "<=" substr(list[i], 1, at - 1)
    }
}

function holds(value, limit) {
    return substr(limit, 1, 2) == "<=" ? value <= substr(limit, 3) + 0 : value >= substr(limit, 3) + 0
}

function shown(value) {
    return sprintf(value >= 1000 ? "%.0f" : value >= 1 ? "%.2f" : value >= 0.01 ? "%.4f" : "%.1e", value)
}

# By the base name, as SYSTEMS= gives it: chez for chez:amb.
function chosen(who) {
    sub(/:.*/, "", who)
    return systems == "" || who == "kont" || index(" " systems " ", " " who " ") > 0
}

function wanted(row,    list, i, n) {
    if (works == "")
        return 1
    n = split(works, list, " ")
    for (i = 1; i <= n; i++)
        if (index(row, list[i]) == 1)
            return 1
    return 0
}

function print_columns(row, who, figure, unit, ratio, limit, met,    text) {
    text = sprintf("%-17s %-19s %12s %-6s %9s %10s  %s", row, who, figure, unit, ratio, limit, met)
    sub(/ +$/, "", text)
    print text
}

function line(row, who,    figure, ratio, limit, met, measured) {
    figure = ratio = met = "-"
    limit = (row, who) in goal ? goal[row, who] : "-"
    if ((row, who) in least)
        figure = shown(least[row, who])
    if (who != "kont" && figure != "-" && (row, "kont") in least && least[row, who] > 0)
        ratio = shown(least[row, "kont"] / least[row, who])
    measured = who == "kont" ? figure : ratio
    if (limit != "-" && measured != "-")
        met = holds(who == "kont" ? least[row, "kont"] : least[row, "kont"] / least[row, who], limit) ? "yes" : "no"
    if (limit != "-")
        count[met]++
    print_columns(who == "kont" ? row : "", who, figure, unit[row], ratio, limit == "-" ? "" : limit,
                  limit == "-" ? "" : met)
    printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row, who, figure, unit[row], ratio, limit, met > tsv
}

END {
    print_columns("work", "system", "figure", "unit", "ratio", "goal", "met")
    print "work\tsystem\tfigure\tunit\tratio\tgoal\tmet" > tsv
    for (r = 1; r <= nrows; r++) {
        if (!wanted(rows[r]))
            continue
        line(rows[r], "kont")
        n = split(peers[rows[r]], list, " ")
        for (i = 1; i <= n; i++)
            if (chosen(list[i]))
                line(rows[r], list[i])
    }
    printf "goals: %d met, %d not met, %d without a figure\n", count["yes"], count["no"], count["-"]
}
