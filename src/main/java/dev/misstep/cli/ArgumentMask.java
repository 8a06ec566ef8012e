package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.log.BuildListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of build arguments out of what a builder says: it puts them into step names, errors and output, and one
 * may be a token. {@code RUN fetch abc123} is shown as the Dockerfile has it, {@code RUN fetch ${TOKEN}}.
 */
final class ArgumentMask {
    /** Shorter values are no secrets, and would be found everywhere. A step's name is kept free of them all the same. */
    private static final int SHORTEST = 3;

    private final List<Map.Entry<String, String>> longestFirst = new ArrayList<>();

    /** @param values by name; empty to show everything */
    ArgumentMask(Map<String, String> values) {
        this(List.of(values));
    }

    /** @param several values by name, of builds that may each have their own for the same name */
    ArgumentMask(Collection<Map<String, String>> several) {
        Set<Map.Entry<String, String>> known = new LinkedHashSet<>();
        several.forEach(values ->
                values.forEach((name, value) -> forms(value).forEach(form -> known.add(Map.entry(name, form)))));
        longestFirst.addAll(known);
        longestFirst.sort(Comparator.comparing((Map.Entry<String, String> argument) ->
                        -argument.getValue().length())
                .thenComparing(Map.Entry::getKey));
    }

    /** A value as it may be met: as it is, line by line, and quoted as Go does it in {@code failed to process "…"}. */
    private static Set<String> forms(String value) {
        Set<String> forms = new LinkedHashSet<>();
        Stream.concat(Stream.of(value), value.lines()).map(String::strip).forEach(form -> {
            forms.add(form);
            forms.add(form.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        });
        forms.removeIf(form -> form.length() < SHORTEST);
        return forms;
    }

    /** The text without values. */
    String text(String text) {
        String masked = text;
        for (Map.Entry<String, String> argument : longestFirst) {
            masked = masked.replace(argument.getValue(), "${" + argument.getKey() + "}");
        }
        return masked;
    }

    /**
     * The build without values in names, errors and diagnostics.
     *
     * @param commands commands of steps that are known to be without values, by vertex id
     */
    Build build(Build build, Map<String, String> commands) {
        if (longestFirst.isEmpty() && commands.isEmpty()) {
            return build;
        }
        List<Vertex> vertices = new ArrayList<>();
        for (Vertex vertex : build.vertices()) {
            vertices.add(new Vertex(
                    vertex.id(),
                    commands.containsKey(vertex.id())
                            ? name(vertex.name(), commands.getOrDefault(vertex.id(), ""))
                            : name(vertex.name()),
                    vertex.dockerfileLine(),
                    vertex.status(),
                    vertex.seconds(),
                    vertex.start(),
                    vertex.intervals(),
                    vertex.logLines(),
                    vertex.inputs(),
                    optional(vertex.error()),
                    vertex.line(),
                    vertex.spans()));
        }
        List<Diagnostic> diagnostics = build.diagnostics().stream()
                .map(diagnostic -> new Diagnostic(diagnostic.line(), text(diagnostic.message())))
                .toList();
        return build.copy()
                .error(optional(build.error()))
                .vertices(vertices)
                .diagnostics(diagnostics)
                .build();
    }

    /** Lets a listener hear everything without values. */
    BuildListener listener(BuildListener listener) {
        return new BuildListener() {
            @Override
            public void started(String id, StepName name) {
                listener.started(id, name(name));
            }

            @Override
            public void finished(String id, StepName name, Status status, @Nullable Double seconds) {
                listener.finished(id, name(name), status, seconds);
            }

            @Override
            public void output(String id, StepName name, String line) {
                listener.output(id, name(name), text(line));
            }

            @Override
            public void advanced(String id, String piece, long current, long total, boolean completed) {
                listener.advanced(id, text(piece), current, total, completed);
            }
        };
    }

    private StepName name(StepName name) {
        return name(name, text(name.command()));
    }

    // the bracket of a name holds stages and numbers, never a value
    private static StepName name(StepName name, String command) {
        if (command.equals(name.command())) {
            return name;
        }
        String bracket =
                name.text().substring(0, name.text().length() - name.command().length());
        return new StepName(
                bracket + command,
                name.target(),
                name.platform(),
                name.stage(),
                name.index(),
                name.total(),
                name.instruction(),
                command,
                name.step());
    }

    private @Nullable String optional(@Nullable String text) {
        return text == null ? null : text(text);
    }
}
