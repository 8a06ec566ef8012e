package dev.misstep.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which stages need which, and which images they need (dockerfile2llb/convert.go). */
public final class StageGraph {
    private static final String SCRATCH = "scratch";

    private final Dockerfile dockerfile;
    private final BuildArguments arguments;
    private final NamedContexts contexts;

    /**
     * The graph of a Dockerfile.
     *
     * @param contexts those besides the first, which stand for stages and images
     */
    public StageGraph(Dockerfile dockerfile, BuildArguments arguments, NamedContexts contexts) {
        this.dockerfile = dockerfile;
        this.arguments = arguments;
        this.contexts = contexts;
    }

    /**
     * The stage a build ends with.
     *
     * @param target a stage's name in any case, or {@code null} for the last stage
     * @return empty where there is no such stage
     */
    public Optional<Stage> target(@Nullable String target) {
        List<Stage> stages = dockerfile.stages();
        return target == null || target.isEmpty() ? Optional.of(stages.get(stages.size() - 1)) : named(target);
    }

    /** The stages BuildKit builds, in the order of the file; none where there is no such target. */
    public List<Stage> reachable(@Nullable String target) {
        Set<Stage> found = new LinkedHashSet<>();
        target(target).ifPresent(stage -> reach(stage, found));
        return dockerfile.stages().stream().filter(found::contains).toList();
    }

    /** The stages the classic builder builds: all up to the target, needed or not. */
    public List<Stage> reachableByClassic(@Nullable String target) {
        Optional<Stage> last = target(target).or(() -> numbered(String.valueOf(target)));
        return last.map(stage -> dockerfile.stages().subList(0, stage.index() + 1))
                .orElse(List.of());
    }

    /**
     * The images BuildKit asks for, as written, arguments replaced: bases, the sources of COPY and of mounts, and the
     * frontend of {@code # syntax=}.
     */
    public SortedSet<String> images(@Nullable String target) {
        SortedSet<String> images = imagesOf(reachable(target));
        String frontend = frontend();
        if (frontend != null) {
            images.add(frontend);
        }
        return images;
    }

    /**
     * The image that reads the Dockerfile for BuildKit (frontend/dockerfile/builder/build.go, forwardGateway); {@code null}
     * for the builder's own.
     */
    public @Nullable String frontend() {
        return arguments.frontend().orElse(dockerfile.directives().syntax());
    }

    /** The images the classic builder asks for. It takes no frontend. */
    public SortedSet<String> imagesOfClassic(@Nullable String target) {
        return imagesOf(reachableByClassic(target));
    }

    private SortedSet<String> imagesOf(List<Stage> stages) {
        TreeSet<String> images = new TreeSet<>();
        for (Stage stage : stages) {
            if (isContext(stage)) {
                continue;
            }
            if (arguments.baseStage(stage).isEmpty()) {
                arguments.baseName(stage).filter(this::isImage).ifPresent(images::add);
            }
            for (Source source : sources(stage)) {
                if (source.stage == null && isImage(source.name)) {
                    images.add(source.name);
                }
            }
        }
        return images;
    }

    private void reach(Stage stage, Set<Stage> found) {
        if (!found.add(stage) || isContext(stage)) {
            return;
        }
        arguments.baseStage(stage).ifPresent(base -> reach(base, found));
        for (Source source : sources(stage)) {
            if (source.stage != null) {
                reach(source.stage, found);
            }
        }
    }

    /** Whether another context stands for a stage, of which nothing is built then. */
    public boolean isContext(Stage stage) {
        return stage.name() != null && contexts.have(stage.name());
    }

    private boolean isImage(String name) {
        return !name.equals(SCRATCH) && !contexts.have(name);
    }

    /**
     * What a {@code --from} or a mount's {@code from} names.
     *
     * @param name as written
     * @param stage the stage it is, or {@code null} for an image or another context
     */
    public record Source(String name, @Nullable Stage stage) {}

    private List<Source> sources(Stage stage) {
        List<Source> sources = new ArrayList<>();
        arguments.carriedOut(stage).forEach(instruction -> sources.addAll(sources(instruction)));
        return sources;
    }

    /** What an instruction takes from other stages and from images, in the order it names them. */
    public List<Source> sources(Instruction instruction) {
        List<Source> sources = new ArrayList<>();
        if (instruction.keyword().equals("COPY")) {
            instruction
                    .flag("from")
                    .filter(from -> !from.isEmpty())
                    .ifPresent(from -> sources.add(new Source(
                            from, stage(from).or(() -> numbered(from)).orElse(null))));
        }
        if (instruction.keyword().equals("RUN")) {
            for (Mount mount : mounts(instruction)) {
                String from = mount.from();
                if (from != null) {
                    sources.add(new Source(from, stage(from).orElse(null)));
                }
            }
        }
        return sources;
    }

    private List<Mount> mounts(Instruction run) {
        try {
            return Mount.of(run, dockerfile.directives().escape(), Map.of());
        } catch (ExpansionException e) {
            return List.of();
        }
    }

    private Optional<Stage> stage(String from) {
        return named(from).filter(stage -> !isContext(stage));
    }

    /** Whether what a stage is built on, or one below it, is another context. */
    public boolean isOnContext(Stage stage) {
        Optional<Stage> below = arguments.baseStage(stage);
        return below.isPresent()
                ? isContext(below.get()) || isOnContext(below.get())
                : arguments.baseName(stage).filter(contexts::have).isPresent();
    }

    /** The last stage of a name: a later one hides an earlier one from --from and --target. */
    private Optional<Stage> named(String name) {
        Stage found = null;
        for (Stage stage : dockerfile.stages()) {
            if (name.toLowerCase(Locale.ROOT).equals(stage.name())) {
                found = stage;
            }
        }
        return Optional.ofNullable(found);
    }

    private Optional<Stage> numbered(String text) {
        List<Stage> stages = dockerfile.stages();
        boolean number = text.matches("\\d{1,6}") && Integer.parseInt(text) < stages.size();
        return number ? Optional.of(stages.get(Integer.parseInt(text))) : Optional.empty();
    }
}
