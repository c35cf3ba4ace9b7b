# Turns a text file into the lines of one C string. Usage: awk -f text.awk file.sql > file.inc
{
    gsub(/\\/, "\\\\")
    gsub(/"/, "\\\"")
    print "\"" $0 "\\n\""
}
