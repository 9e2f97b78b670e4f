# table.awk: the list of works and the samples of a run -> the table, and the same as tab-separated values: kont's ratios in `tsv`, those of cps in `cps_tsv`.
#
# The figure of a row and system is the least of its samples. Each line has two ratios, of kont and of cps to the line's system: below 1
# where the machine is ahead.

FNR == 1 { file++ }
/^#/ { next }

file == 1 {                                             # row N unit rounds goals systems...
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

# A goal limits a ratio, and is kept with machine and peer, or a figure: then with the machine twice. "0.5*c,cps:0.8*d": what has no
# machine in front is kont's. "kont<=4710,cps<=112".
function parse_goals(row, goals,    list, i, n) {
    n = split(goals, list, ",")
    for (i = 1; i <= n; i++)
        parse_goal(row, list[i])
}

function parse_goal(row, text,    machine, at) {
    machine = text ~ /^cps/ ? "cps" : "kont"
    sub(/^(kont|cps):?/, "", text)
    if ((at = index(text, "*")) > 0)
        goal[row, machine, substr(text, at + 1)] = "<=" substr(text, 1, at - 1)
    else if (text != "-")
        goal[row, machine, machine] = text
}

function holds(value, limit) {
    return substr(limit, 1, 2) == "<=" ? value <= substr(limit, 3) + 0 : value >= substr(limit, 3) + 0
}

function shown(value) {
    return sprintf(value >= 1000 ? "%.0f" : value >= 1 ? "%.2f" : value >= 0.01 ? "%.4f" : "%.1e", value)
}

function is_ours(who) {
    return who == "kont" || who == "cps"
}

# By the base name, as SYSTEMS= gives it: chez for chez:amb.
function chosen(who) {
    sub(/:.*/, "", who)
    return systems == "" || is_ours(who) || index(" " systems " ", " " who " ") > 0
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

# What is compared with a machine's goal for `who`: a figure of its own, or its ratio to a peer.
function measured(row, machine, who) {
    if (!((row, machine) in least) || !((row, who) in least))
        return "-"
    if (machine == who)
        return least[row, who]
    return least[row, who] > 0 ? least[row, machine] / least[row, who] : "-"
}

# Sets ratio, limit and met of one machine beside `who`.
function judge(row, machine, who,    value) {
    value = measured(row, machine, who)
    ratio[machine] = machine == who || value == "-" ? "-" : shown(value)
    limit[machine] = (row, machine, who) in goal ? goal[row, machine, who] : "-"
    met[machine] = value == "-" || limit[machine] == "-" ? "-" : holds(value, limit[machine]) ? "yes" : "no"
    if (limit[machine] != "-")
        count[met[machine]]++
}

function line(row, name, who,    figure, text) {
    figure = (row, who) in least ? shown(least[row, who]) : "-"
    judge(row, "kont", who)
    judge(row, "cps", who)
    text = sprintf("%-16s %-18s %10s %-6s", name, who, figure, unit[row]) verdict("kont") verdict("cps")
    sub(/ +$/, "", text)
    print text
    values(row, who, figure, "kont", tsv)
    values(row, who, figure, "cps", cps_tsv)
}

function values(row, who, figure, machine, file) {
    printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row, who, figure, unit[row], ratio[machine], limit[machine], met[machine] > file
}

# A goal whose figure is missing says so.
function verdict(machine,    has) {
    has = limit[machine] != "-"
    return sprintf(" %9s %10s %-4s", ratio[machine], has ? limit[machine] : "", has ? met[machine] : "")
}

END {
    printf "%-16s %-18s %10s %-6s %9s %10s %-4s %9s %10s %s\n", "work", "system", "figure", "unit", "kont/it", "goal", "met", "cps/it", "goal", "met"
    print "work\tsystem\tfigure\tunit\tratio\tgoal\tmet" > tsv
    print "work\tsystem\tfigure\tunit\tratio\tgoal\tmet" > cps_tsv
    for (r = 1; r <= nrows; r++) {
        if (!wanted(rows[r]))
            continue
        name = rows[r]
        n = split(peers[rows[r]], list, " ")
        for (i = 1; i <= n; i++)
            if (chosen(list[i])) {
                line(rows[r], name, list[i])
                name = ""
            }
    }
    printf "goals: %d met, %d not met, %d without a figure\n", count["yes"], count["no"], count["-"]
}
