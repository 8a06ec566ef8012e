package dev.misstep.dockerfile;

import dev.misstep.build.CleanPath;
import dev.misstep.build.PathPatterns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which paths of the build context an instruction selects: the sources of a COPY or ADD, or the bind mounts of a RUN
 * (dockerfile2llb/convert.go, dispatchCopy; cache/contenthash/checksum.go, includedPaths).
 */
public final class CopySelection {
    // "https://example.org/a.tar", "git@github.com:o/r.git"
    private static final Pattern REMOTE = Pattern.compile("^(?:[a-zA-Z0-9]+://|[^@/]+@[^:/]+:).*");

    private final List<CopySource> sources;
    private final SortedSet<String> unknownVariables;

    private final boolean remote;

    private CopySelection(List<CopySource> sources, SortedSet<String> unknownVariables, boolean remote) {
        this.remote = remote;
        this.sources = List.copyOf(sources);
        this.unknownVariables = unknownVariables;
    }

    /** The selection of an instruction in a Dockerfile that escapes with a backslash. */
    public static CopySelection of(Instruction instruction, Map<String, String> variables) throws ExpansionException {
        return of(instruction, variables, '\\');
    }

    /**
     * The selection of an instruction.
     *
     * @param variables to expand it with, see {@link BuildArguments#variablesAt}
     * @param escape the Dockerfile's escape character
     */
    public static CopySelection of(Instruction instruction, Map<String, String> variables, char escape)
            throws ExpansionException {
        return of(instruction, variables, escape, null);
    }

    /** @param from the other context it is about, as the instruction names it; {@code null} for the build's own */
    private static CopySelection of(
            Instruction instruction, Map<String, String> variables, char escape, @Nullable String from)
            throws ExpansionException {
        SortedSet<String> unknown = new TreeSet<>();
        List<CopySource> sources = new ArrayList<>();
        boolean remote;
        try {
            add(instruction, Expansion.of(escape), variables, from, sources, unknown);
            remote = isRemote(instruction, Expansion.of(escape), variables);
        } catch (IllegalArgumentException e) {
            // "[x": the builder fails with "syntax error in pattern" when it computes the step's key
            throw new ExpansionException(String.valueOf(e.getMessage()));
        }
        return new CopySelection(sources, unknown, remote);
    }

    /** What an instruction takes from another context, by the name it has there. */
    public static CopySelection ofContext(
            Instruction instruction, Map<String, String> variables, char escape, String from)
            throws ExpansionException {
        return of(instruction, variables, escape, from);
    }

    private static void add(
            Instruction instruction,
            Expansion expansion,
            Map<String, String> variables,
            @Nullable String from,
            List<CopySource> sources,
            SortedSet<String> unknown)
            throws ExpansionException {
        switch (instruction.keyword()) {
            case "COPY", "ADD" -> {
                if (Objects.equals(
                        from,
                        instruction.flag("from").filter(name -> !name.isEmpty()).orElse(null))) {
                    addCopied(instruction, expansion, variables, sources, unknown);
                }
            }
            case "RUN" -> {
                for (Mount mount : Mount.of(instruction, expansion.escape(), variables)) {
                    if (mount.type().equals("bind") && Objects.equals(mount.from(), from)) {
                        sources.add(CopySource.literal(CleanPath.belowRoot(mount.source())));
                    }
                }
                for (String mount : instruction.flagValues("mount")) {
                    unknown.addAll(expansion.process(mount, variables).unset());
                }
            }
            default -> {}
        }
    }

    private static boolean isRemote(Instruction add, Expansion expansion, Map<String, String> variables)
            throws ExpansionException {
        if (!add.keyword().equals("ADD") || add.flag("checksum").isPresent()) {
            return false;
        }
        for (String word : add.arguments().subList(0, add.arguments().size() - 1)) {
            if (REMOTE.matcher(expansion.process(word, variables).text()).matches()) {
                return true;
            }
        }
        return false;
    }

    private static void addCopied(
            Instruction copy,
            Expansion expansion,
            Map<String, String> variables,
            List<CopySource> sources,
            SortedSet<String> unknown)
            throws ExpansionException {
        List<String> excludes = copy.flagValues("exclude");
        @Nullable PathPatterns exclude = excludes.isEmpty() ? null : PathPatterns.of(excludes);
        for (String word : copy.arguments().subList(0, copy.arguments().size() - 1)) {
            if (!copy.heredocs().isEmpty() && HeredocWords.is(word)) {
                continue;
            }
            Expansion.Result result = expansion.process(word, variables);
            unknown.addAll(result.unset());
            String source = result.text();
            if (copy.keyword().equals("ADD") && REMOTE.matcher(source).matches()) {
                continue;
            }
            sources.add(copy.isOn("parents") ? withParents(source, exclude) : CopySource.of(source, exclude));
        }
    }

    /** {@code --parents a/./b/c}: the tree from {@code a} on, of which {@code b/c} is wanted. */
    private static CopySource withParents(String source, @Nullable PathPatterns exclude) {
        int pivot = source.indexOf("/./");
        String base = pivot < 0 ? "" : source.substring(0, pivot);
        String pattern = pivot < 0 ? source : source.substring(pivot + 3);
        PathPatterns include = PathPatterns.of(List.of(CleanPath.belowRoot(pattern)));
        return CopySource.filtered(base, include.isEmpty() ? null : include, exclude);
    }

    /**
     * What BuildKit's key has of the word for a source.
     *
     * @param word variables replaced
     */
    public static String nameInKey(String word) {
        String path = placeInKey(word);
        return isRemote(word) ? path : path.substring(path.lastIndexOf('/') + 1);
    }

    /** The same with all of its path. */
    public static String placeInKey(String word) {
        return isRemote(word) ? word : CleanPath.belowRoot(word);
    }

    /** Whether a source is an address; variables replaced. */
    public static boolean isRemote(String word) {
        return REMOTE.matcher(word).matches();
    }

    /** Whether it takes the same from whatever context there is. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CopySelection selection
                && sources.equals(selection.sources)
                && unknownVariables.equals(selection.unknownVariables);
    }

    @Override
    public int hashCode() {
        return sources.hashCode();
    }

    /** Whether it takes anything from the build context. */
    public boolean fromContext() {
        return !sources.isEmpty();
    }

    /** Whether it takes anything from an address, where it may be another by the time of the next build. */
    public boolean fromAddress() {
        return remote;
    }

    /** The sources in the context, expanded and cleaned; empty text for the whole context. */
    public List<String> sources() {
        return sources.stream().map(CopySource::text).toList();
    }

    /** Variables it mentions that are not known: the base image may set them, and then all else here may be wrong. */
    public SortedSet<String> unknownVariables() {
        return unknownVariables;
    }

    /** Whether a path would count if it were there, going by names alone: links are not known. */
    public boolean selects(String path) {
        return sources.stream().anyMatch(source -> source.selects(path));
    }

    /** Whether {@link #selects} tells of each path that is there whether it is taken, as long as there are no links. */
    public boolean isByName() {
        return sources.stream().allMatch(CopySource::isByName);
    }

    /** What it takes from a context, links followed as the builder does. */
    public SelectedPaths in(ContextTree tree) {
        SelectedPaths taken = new SelectedPaths(tree);
        for (CopySource source : sources) {
            source.collect(tree, taken);
        }
        return taken;
    }

    /**
     * What each source takes of a context as BuildKit hashes it, by where they lie, in whatever order they are written
     * (solver/llbsolver/ops/file.go, dedupeSelectors); {@code null} where something is not there, or where {@code --exclude} or
     * {@code --parents} decide what of it counts.
     */
    public @Nullable List<List<CopiedTree>> trees(ContextTree tree) {
        List<List<CopiedTree>> all = new ArrayList<>();
        List<CopySource> ordered = sources.stream()
                .distinct()
                .sorted(Comparator.comparing(CopySource::text))
                .toList();
        for (CopySource source : ordered) {
            List<CopiedTree> trees = source.trees(tree);
            if (trees == null) {
                return null;
            }
            all.add(trees);
        }
        return all;
    }

    /**
     * What it takes in the eyes of the classic builder, which hashes in place of a link what that leads to within the
     * context, though it copies the link (moby, builder/remotecontext/archive.go, Hash). Seen live on 20.10.
     */
    public SelectedPaths inClassic(ContextTree tree) {
        SelectedPaths taken = in(tree);
        for (String path : taken.paths()) {
            LinkWalk walk = new LinkWalk(tree);
            String target = tree.linkTarget(path) == null ? null : walk.resolve(path);
            if (target != null && !target.isEmpty()) {
                walk.passed().forEach(taken::add);
                taken.add(target);
            }
        }
        return taken;
    }

    /**
     * What a link is to the classic builder: the path that it leads to, whatever is written in it; empty for one that leads
     * to nothing, which is as good as any other (moby, builder/remotecontext/archive.go, Hash).
     */
    public static String followedInClassic(ContextTree tree, String link) {
        return Objects.requireNonNullElse(new LinkWalk(tree).resolve(link), "");
    }
}
