# Turns a table of data/ into C: each row becomes ROW(cell, cell, ...), numbers bare, anything else
# as a string. The first line is the header; lines that start with # are remarks. Cells may be
# quoted as in RFC 4180. Usage: awk -f rows.awk table.csv > table.inc
function flush_cell() {
    if (cell ~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/ && !was_quoted) {
        out = out (cells++ ? ", " : "") cell
    } else {
        gsub(/\\/, "\\\\", cell)
        gsub(/"/, "\\\"", cell)
        out = out (cells++ ? ", " : "") "\"" cell "\""
    }
    cell = ""
    was_quoted = 0
}
/^#/ || /^[ \t\r]*$/ { next }
!header++ { next }
{
    sub(/\r$/, "")
    out = cell = ""
    cells = quoted = was_quoted = 0
    for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (quoted && c == "\"" && substr($0, i + 1, 1) == "\"") { cell = cell c; i++ }
        else if (c == "\"") { quoted = !quoted; was_quoted = 1 }
        else if (c == "," && !quoted) flush_cell()
        else cell = cell c
    }
    flush_cell()
    print "ROW(" out ")"
}
