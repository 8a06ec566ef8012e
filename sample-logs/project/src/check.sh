# The last step of the app stage: fails, or takes its time, where a recording wants it to.
echo "checking 1 file"
