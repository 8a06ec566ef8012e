package dev.misstep.oracle;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an image is made of.
 *
 * @param marker content of its file {@code /base/marker}
 * @param variable value of its variable {@code BASEV}; the last character of it is in that of {@code E1}
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

    /** What it sets, in its order; some of that a Dockerfile sets too, at times to the same. */
    Map<String, Variable> environment() {
        Map<String, Variable> environment = new LinkedHashMap<>();
        environment.put("BASEV", brought(variable));
        environment.put("E1", brought("i" + variable.charAt(variable.length() - 1)));
        environment.put("E2", brought("i0"));
        return environment;
    }

    static Variable brought(String value) {
        return new Variable(value, "BASE", null, Map.of());
    }

    /** What is in it, but for what each image has. */
    Tree tree() {
        Tree tree = new Tree();
        tree.put("base/marker", Item.file(marker));
        return tree;
    }
}
