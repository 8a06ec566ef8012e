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

    BuildKitEnd copy() {
        BuildKitEnd copy = new BuildKitEnd();
        copy.tree = tree.copy();
        copy.variables = new LinkedHashMap<>(variables);
        copy.place = place;
        copy.user = user;
        copy.shell = shell;
        copy.key = key;
        copy.apart = apart;
        copy.definition = definition;
        copy.origin = origin;
        copy.step = step;
        return copy;
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
