# Joins the catalogues data/texts/<language>.csv (key,text) into one table of C: LANGUAGE("en") for each file,
# then TEXT(key, text in the first language, in the second, ...). A text that a language lacks becomes "".
# Cells as in RFC 4180, none over several lines. Usage: awk -f texts.awk en.csv de.csv ... > texts.inc
function quoted(text) {
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    return "\"" text "\""
}
function unquoted(cell) {
    if (cell !~ /^"/) return cell
    cell = substr(cell, 2, length(cell) - 2)
    gsub(/""/, "\"", cell)
    return cell
}
FNR == 1 {
    name = FILENAME
    sub(/^.*\//, "", name)
    sub(/\.csv$/, "", name)
    languages++
    print "LANGUAGE(" quoted(name) ")"
    next
}
/^#/ || /^[ \t\r]*$/ { next }
{
    sub(/\r$/, "")
    comma = index($0, ",")
    key = substr($0, 1, comma - 1)
    if (!(key in seen)) {
        seen[key] = 1
        keys[++count] = key
    }
    text[key, languages] = unquoted(substr($0, comma + 1))
}
END {
    for (k = 1; k <= count; k++) {
        line = "TEXT(" quoted(keys[k])
        for (l = 1; l <= languages; l++) line = line ", " quoted(text[keys[k], l])
        print line ")"
    }
}
