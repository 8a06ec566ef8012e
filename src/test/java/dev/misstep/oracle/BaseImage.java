package dev.misstep.oracle;

/**
 * What an image is made of.
 *
 * @param marker content of its file {@code /base/marker}
 * @param variable value of its variable {@code BASEV}
 * @param rebuilt how often it was made anew without a change
 */
record BaseImage(String marker, String variable, int rebuilt) {
    BaseImage marked(String newMarker) {
        return new BaseImage(newMarker, variable, rebuilt);
    }

    BaseImage configured(String newVariable) {
        return new BaseImage(marker, newVariable, rebuilt);
    }

    BaseImage again() {
        return new BaseImage(marker, variable, rebuilt + 1);
    }

    /** What is in it, but for what each image has. */
    Tree tree() {
        Tree tree = new Tree();
        tree.put("base/marker", Item.file(marker));
        return tree;
    }
}
