package dev.misstep.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.StepName;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.FileChange;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.dockerfile.ContextTree;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.SelectedPaths;
import dev.misstep.log.BuildListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random trees, COPYs and changes: a step must run again if and only if something changed that it is said to select. */
@Timeout(120)
class CopySelectionIT {
    private static final List<String> NAMES = List.of("a", "b", "ab", "a b", "x.txt", "[x]", ".hid", "\u00e4");

    /** In every step's destination, so that nothing is found that another run left in the cache. */
    private final String unique = UUID.randomUUID().toString();

    private record Node(ContextEntry.Kind kind, int mode, String content, Instant time) {
        TarItem item(String path) {
            return switch (kind) {
                case DIRECTORY -> TarItem.directory(path, mode, time);
                case SYMLINK -> TarItem.symlink(path, content, time);
                default -> TarItem.file(path, mode, time, content.getBytes(UTF_8));
            };
        }
    }

    static Stream<Arguments> enginesAndSeeds() {
        return EngineUnderTest.allWith(IntStream.rangeClosed(1, 5).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("enginesAndSeeds")
    void aStepRunsAgainWhenWhatItSelectsChanged(EngineUnderTest engine, int seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Node> before = tree(random);
        Map<String, Node> after = changed(random, before);
        List<String> copies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String copy = "COPY [\"" + source(random, before) + "\", \"/" + unique + "/\"]";
            if (select(copy, before).missing().isEmpty()
                    && select(copy, after).missing().isEmpty()) {
                copies.add(copy);
            }
        }
        RecordedBuild first = build(engine, copies, before);
        RecordedBuild second = build(engine, copies, after);

        Map<String, Boolean> expected = new LinkedHashMap<>();
        Map<String, Boolean> seen = new TreeMap<>();
        for (int i = 0; i < copies.size(); i++) {
            expected.put(copies.get(i), changes(copies.get(i), before, after).isEmpty());
        }
        second.cached().forEach((name, cached) -> {
            String stage = String.valueOf(StepName.parse(name).stage());
            if (stage.matches("s\\d+")) {
                seen.put(copies.get(Integer.parseInt(stage.substring(1))), cached);
            }
        });
        assertThat(first.cached()).isNotEmpty();
        assertThat(seen)
                .as("seed %d: %s, then %s", seed, before, after)
                .isNotEmpty()
                .allSatisfy((copy, cached) -> assertThat(cached).as(copy).isEqualTo(expected.get(copy)));
    }

    private static RecordedBuild build(EngineUnderTest engine, List<String> copies, Map<String, Node> tree)
            throws Exception {
        StringBuilder dockerfile = new StringBuilder();
        for (int i = 0; i < copies.size(); i++) {
            dockerfile.append("FROM scratch AS s" + i + "\n" + copies.get(i) + "\n");
        }
        dockerfile.append("FROM scratch\n");
        for (int i = 0; i < copies.size(); i++) {
            dockerfile.append("COPY --from=s" + i + " / /" + i + "/\n");
        }
        TarItem[] items =
                tree.entrySet().stream().map(e -> e.getValue().item(e.getKey())).toArray(TarItem[]::new);
        RecordedBuild recorded = new RecordedBuild();
        BuildResult result = new BuildKitBuilder(engine.connection(), listener -> recorded)
                .build(
                        Contexts.request(BuilderKind.BUILDKIT, dockerfile.toString(), items),
                        BuildListener.NONE,
                        new Cancellation());
        assertThat(result.error()).as("%s of %s", dockerfile, tree).isNull();
        engine.connection().removeImage(String.valueOf(result.imageId()));
        return recorded;
    }

    private static Map<String, Node> tree(Random random) {
        Map<String, Node> tree = new TreeMap<>();
        for (String directory : List.of("", "dd/", "aa/", "aa/bb/")) {
            if (!directory.isEmpty()) {
                tree.put(directory.substring(0, directory.length() - 1), directory(0755));
            }
            for (int i = 0; i < 3; i++) {
                String path = directory + NAMES.get(random.nextInt(NAMES.size()));
                tree.putIfAbsent(path, file(random.nextInt(4) == 0 ? 0755 : 0644, path));
            }
        }
        tree.put("empty", directory(0755));
        tree.put("l", new Node(ContextEntry.Kind.SYMLINK, 0777, random.nextBoolean() ? "aa" : "/dd", Contexts.TIME));
        return tree;
    }

    private static Node file(int mode, String content) {
        return new Node(ContextEntry.Kind.FILE, mode, content, Contexts.TIME);
    }

    private static Node directory(int mode) {
        return new Node(ContextEntry.Kind.DIRECTORY, mode, "", Contexts.TIME);
    }

    private static Map<String, Node> changed(Random random, Map<String, Node> tree) {
        Map<String, Node> changed = new TreeMap<>(tree);
        List<Map.Entry<String, Node>> files = tree.entrySet().stream()
                .filter(entry -> entry.getValue().kind() == ContextEntry.Kind.FILE)
                .toList();
        Map.Entry<String, Node> chosen = files.get(random.nextInt(files.size()));
        String path = chosen.getKey();
        Node file = chosen.getValue();
        switch (random.nextInt(7)) {
            case 0 -> changed.put(path, file(file.mode(), "changed"));
            case 1 -> changed.put(path, file(file.mode() ^ 0111, file.content()));
            case 2 -> changed.remove(path);
            case 3 -> changed.put("dd/new", file(0644, "new"));
            case 4 -> changed.put("aa/newd", directory(0755));
            case 5 -> changed.put("empty", directory(0700));
            default ->
                changed.put(path, new Node(file.kind(), file.mode(), file.content(), Contexts.TIME.plusSeconds(9)));
        }
        return changed;
    }

    private static String source(Random random, Map<String, Node> tree) {
        List<String> paths = List.copyOf(tree.keySet());
        String path = paths.get(random.nextInt(paths.size()));
        return switch (random.nextInt(9)) {
            case 0 -> "aa/*";
            case 1 -> path.replaceFirst("[a-z]", "?");
            case 2 -> path.replaceAll("[^/]+$", "*");
            case 3 -> "./" + path + "/";
            case 4 -> "l/" + NAMES.get(random.nextInt(NAMES.size()));
            case 5 -> "[^x]*";
            case 6 -> List.of("l", "dd/../aa", "e*", "**/b").get(random.nextInt(4));
            default -> path;
        };
    }

    private static List<FileChange> changes(String copy, Map<String, Node> before, Map<String, Node> after)
            throws Exception {
        SortedSet<String> selected = new TreeSet<>(select(copy, before).paths());
        selected.addAll(select(copy, after).paths());
        return snapshot(after).changesFrom(snapshot(before)).stream()
                .filter(change -> selected.contains(change.path()))
                .toList();
    }

    private static SelectedPaths select(String copy, Map<String, Node> tree) throws Exception {
        Dockerfile file = Dockerfile.parse("FROM scratch\n" + copy);
        return CopySelection.of(file.stages().get(0).instructions().get(0), Map.of())
                .in(new ContextTree() {
                    @Override
                    public SortedSet<String> paths() {
                        return new TreeSet<>(tree.keySet());
                    }

                    @Override
                    public @Nullable String linkTarget(String path) {
                        Node node = tree.get(path);
                        return node == null || node.kind() != ContextEntry.Kind.SYMLINK ? null : node.content();
                    }
                });
    }

    private static Snapshot snapshot(Map<String, Node> tree) {
        Snapshot snapshot = Snapshot.EMPTY;
        Map<String, SnapshotEntry> others = new TreeMap<>();
        for (Map.Entry<String, Node> entry : tree.entrySet()) {
            Node node = entry.getValue();
            if (node.kind() == ContextEntry.Kind.FILE) {
                snapshot = snapshot.with(
                        entry.getKey(), node.mode(), node.content().getBytes(UTF_8));
            } else {
                boolean link = node.kind() == ContextEntry.Kind.SYMLINK;
                others.put(
                        entry.getKey(),
                        new SnapshotEntry(node.kind(), node.mode(), 0, null, link ? node.content() : null));
            }
        }
        others.putAll(snapshot.entries());
        return Snapshot.of(others);
    }
}
