package dev.misstep.oracle;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where a stage has come to, built by the classic builder. */
final class ClassicEnd {
    Tree tree = new Tree();
    Map<String, Variable> variables = new TreeMap<>();
    Map<String, Variable> arguments = new TreeMap<>();
    String place = "/";
    String image = "scratch";
    String definition = "scratch";
    String apart = "scratch";
    String origin = "scratch";
    boolean busted;

    @Nullable
    Step step;

    int index;

    ClassicEnd child() {
        ClassicEnd child = new ClassicEnd();
        child.tree = tree.copy();
        child.variables = new TreeMap<>(variables);
        child.place = place;
        child.image = image;
        child.definition = definition;
        child.apart = apart;
        child.origin = origin;
        child.step = step;
        return child;
    }

    Map<String, Variable> known() {
        Map<String, Variable> known = new TreeMap<>(arguments);
        known.putAll(variables);
        return known;
    }

    /** A path from here, variables replaced. */
    String place(String path) {
        String expanded = Variable.expand(path, known());
        String whole = expanded.startsWith("/") ? expanded : place + "/" + expanded;
        return "/" + whole.replaceAll("/+", "/").replaceAll("^/|/$", "");
    }
}
