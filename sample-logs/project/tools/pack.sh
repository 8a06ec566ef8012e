# Packs a directory and reports progress the way many tools do: one line, written over and over.
for done in 20 40 60 80 100; do
    printf '\rpacking %s %3d%%' "$1" "$done"
    sleep 0.2
done
printf '\n'
tar -cf "$1.tar" "$1"
