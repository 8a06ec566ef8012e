package dev.misstep.oracle;

import dev.misstep.dockerfile.BuildArguments;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.Expansion;
import dev.misstep.dockerfile.ExpansionException;
import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Mount;
import dev.misstep.dockerfile.NamedContexts;
import dev.misstep.dockerfile.PlatformArguments;
import dev.misstep.dockerfile.Stage;
import dev.misstep.dockerfile.StageGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must be there so that a Dockerfile can be built: paths in the context, in stages and in images. */
final class Needs {
    private static final Pattern REMOTE = Pattern.compile("(?i)^(https?://|git://|git@|ssh://).*");

    private final Dockerfile dockerfile;
    private final BuildArguments arguments;
    private final StageGraph graph;
    private final Expansion expansion;
    private final SortedSet<String> context = new TreeSet<>();
    private final Map<Integer, SortedSet<String>> stages = new HashMap<>();
    private final Map<String, SortedSet<String>> images = new TreeMap<>();
    private final Map<Integer, List<String>> sources = new LinkedHashMap<>();

    Needs(Dockerfile dockerfile) throws StandInException {
        this.dockerfile = dockerfile;
        this.arguments =
                new BuildArguments(dockerfile, Map.of(), PlatformArguments.of("linux/amd64", "linux/amd64", null));
        this.graph = new StageGraph(dockerfile, arguments, NamedContexts.NONE);
        this.expansion = Expansion.of(dockerfile.directives().escape());
        try {
            for (Stage stage : dockerfile.stages()) {
                base(stage);
                List<Instruction> all = new ArrayList<>(arguments.inherited(stage));
                all.addAll(stage.instructions());
                for (Instruction instruction : all) {
                    look(stage, instruction);
                }
            }
        } catch (ExpansionException e) {
            throw new StandInException("expansion: " + e.getMessage());
        }
    }

    SortedSet<String> context() {
        return context;
    }

    /** Paths without a slash in front that others take from a stage. */
    SortedSet<String> of(Stage stage) {
        return stages.getOrDefault(stage.index(), new TreeSet<>());
    }

    /** The images, by name, with the paths that are taken from them. */
    Map<String, SortedSet<String>> images() {
        return images;
    }

    /** By line, what an instruction takes from the context; of a stage that is built only. */
    Map<Integer, List<String>> sources() {
        return sources;
    }

    StageGraph graph() {
        return graph;
    }

    /** The image a stage is on; {@code null} for a stage or scratch. */
    @Nullable
    String image(Stage stage) {
        return arguments.baseStage(stage).isPresent()
                ? null
                : arguments
                        .baseName(stage)
                        .filter(name -> !name.equals("scratch"))
                        .orElse(null);
    }

    BuildArguments arguments() {
        return arguments;
    }

    static boolean isRemote(String source) {
        return REMOTE.matcher(source).matches();
    }

    private void base(Stage stage) throws StandInException {
        if (arguments.baseName(stage).isEmpty()) {
            throw new StandInException("the name of a base is empty without arguments");
        }
        String image = image(stage);
        if (image != null) {
            images.computeIfAbsent(image, name -> new TreeSet<>());
        }
    }

    private void look(Stage stage, Instruction instruction) throws ExpansionException {
        Map<String, String> variables = arguments.variablesAt(stage, instruction);
        boolean built = graph.reachable(null).contains(stage);
        if (instruction.keyword().equals("COPY") || instruction.keyword().equals("ADD")) {
            List<String> words = instruction.arguments();
            String from = instruction.flag("from").orElse("");
            for (String word : words.subList(0, Math.max(0, words.size() - 1))) {
                if (isHeredoc(instruction, word)) {
                    continue;
                }
                String source = expansion.expand(word, variables);
                need(instruction, from, isRemote(source) ? fetched(source) : source, built);
            }
        } else if (instruction.keyword().equals("RUN")) {
            for (Mount mount : Mount.of(instruction, dockerfile.directives().escape(), variables)) {
                if (mount.type().equals("bind") || mount.from() != null) {
                    need(instruction, mount.from() == null ? "" : mount.from(), mount.source(), built);
                }
            }
        }
    }

    static String fetched(String source) {
        return "fetched-" + Digest.of(source).substring(0, 8) + ".txt";
    }

    private static boolean isHeredoc(Instruction instruction, String word) {
        return instruction.heredocs().stream()
                .anyMatch(heredoc -> word.endsWith(heredoc.name()) && word.contains("<<"));
    }

    private void need(Instruction instruction, String from, String source, boolean built) {
        String path = clean(source);
        Stage stage = from.isEmpty() ? null : stage(from);
        if (from.isEmpty()) {
            context.add(path);
            if (built) {
                sources.computeIfAbsent(instruction.line(), line -> new ArrayList<>())
                        .add(path);
            }
        } else if (stage != null) {
            stages.computeIfAbsent(stage.index(), index -> new TreeSet<>()).add(path);
        } else {
            images.computeIfAbsent(from, name -> new TreeSet<>()).add(path);
        }
    }

    /** The stage that a COPY or a mount names. */
    @Nullable
    Stage stage(String name) {
        Stage found = null;
        for (Stage stage : dockerfile.stages()) {
            if (name.equalsIgnoreCase(stage.name()) || name.equals(String.valueOf(stage.index()))) {
                found = stage;
            }
        }
        return found;
    }

    /** A path that a pattern matches, without dots and slashes too many; empty for all. */
    private static String clean(String source) {
        String path = source.replaceAll("\\[\\^?(.)[^]]*]", "$1")
                .replaceAll("\\*+", "w1")
                .replace("?", "w");
        List<String> kept = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                kept.add(part);
            }
        }
        return String.join("/", kept) + (path.endsWith("/") && !kept.isEmpty() ? "/" : "");
    }
}
