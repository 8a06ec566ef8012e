# Prints what the image was built for.
echo "hello from the sample app"
