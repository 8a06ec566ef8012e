package dev.misstep.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a stage has come to, built by BuildKit. */
final class BuildKitEnd {
    /** What an image has that sets none. */
    static final String SHELL = "[\"/bin/sh\", \"-c\"]";

    Tree tree = new Tree();
    Map<String, Variable> variables = new LinkedHashMap<>();
    String place = "/";
    String user = "";
    String shell = SHELL;
    String key = "scratch";
    String apart = "scratch";
    String definition = "scratch";
    String origin = "scratch";

    @Nullable
    Step step;

    int index;

    /** What its image sets, each where it was first set. */
    private final Map<String, Variable> environment = new LinkedHashMap<>();

    /** Where a stage on it begins, which has what the image sets once more. */
    BuildKitEnd child() {
        BuildKitEnd child = new BuildKitEnd();
        child.tree = tree.copy();
        child.variables = new LinkedHashMap<>(variables);
        child.place = place;
        child.user = user;
        child.shell = shell;
        child.key = key;
        child.apart = apart;
        child.definition = definition;
        child.origin = origin;
        child.step = step;
        environment.forEach(child::keep);
        return child;
    }

    void keep(String name, Variable variable) {
        set(name, variable);
        environment.put(name, variable);
    }

    void set(String name, Variable variable) {
        variables.remove(name); // the last one set comes last
        variables.put(name, variable);
    }

    /** A path from here, variables replaced. */
    String place(String path) {
        String expanded = Variable.expand(path, variables);
        String whole = expanded.startsWith("/") ? expanded : place + "/" + expanded;
        return "/" + whole.replaceAll("/+", "/").replaceAll("^/|/$", "");
    }
}
