package dev.misstep.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image is made of.
 *
 * @param marker content of its file {@code /base/marker}
 * @param variable value of its variable {@code BASEV}; the last character of it is in that of {@code E1}
 * @param other content of its file {@code /base/other}, which nothing is copied from
 * @param rebuilt how often it was made anew without a change
 * @param triggers its ONBUILD instructions
 */
record BaseImage(String marker, String variable, int other, int rebuilt, List<Line> triggers) {
    BaseImage {
        triggers = List.copyOf(triggers);
    }

    BaseImage marked(String newMarker) {
        return new BaseImage(newMarker, variable, other, rebuilt, triggers);
    }

    BaseImage configured(String newVariable) {
        return new BaseImage(marker, newVariable, other, rebuilt, triggers);
    }

    BaseImage filled(int newOther) {
        return new BaseImage(marker, variable, newOther, rebuilt, triggers);
    }

    BaseImage triggering(List<Line> newTriggers) {
        return new BaseImage(marker, variable, other, rebuilt, newTriggers);
    }

    BaseImage again() {
        return new BaseImage(marker, variable, other, rebuilt + 1, triggers);
    }

    /** What its layers are made of. */
    String files() {
        return marker + " and " + other;
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
        tree.put("base/other", Item.file(String.valueOf(other)));
        return tree;
    }
}
