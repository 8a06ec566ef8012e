package dev.misstep.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.build.PathPatterns;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.http2.Headers;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncWalkTest {
    private static final String IN = "include-patterns";
    private static final String OUT = "exclude-patterns";

    @TempDir
    Path root;

    @Test
    void allIsToldDirectoriesBeforeWhatTheyHold() throws Exception {
        SyncedTree tree = Told.tree(root, "file b", "dir a", "file a/x", "dir a/d", "link l -> a/x");

        assertThat(Told.of(tree)).containsExactly("dir a", "dir a/d", "file a/x", "file b", "link l -> a/x");
    }

    /** The builder compares paths component by component, and refuses what comes too late. */
    @Test
    void theOrderIsThatOfTheBytesOfEachName() throws Exception {
        SyncedTree tree = Told.tree(
                root,
                "file foo/a",
                "file foo.2/a",
                "file foo-1",
                "file Foo",
                "file ä",
                "file z",
                "file \uD83D\uDE00",
                "file \uFF5E");

        assertThat(Told.of(tree))
                .containsExactly(
                        "file Foo",
                        "dir foo",
                        "file foo/a",
                        "file foo-1",
                        "dir foo.2",
                        "file foo.2/a",
                        "file z",
                        "file ä",
                        "file \uFF5E",
                        "file \uD83D\uDE00");
    }

    @Test
    void aDirectoryIsToldAsSoonAsSomethingBelowItIs() throws Exception {
        SyncedTree tree = Told.tree(root, "file a/b/c/d", "file a/b/e", "dir a/x", "file f");

        assertThat(Told.of(tree, IN, "a/b/c/d")).containsExactly("dir a", "dir a/b", "dir a/b/c", "file a/b/c/d");
        assertThat(Told.of(tree, IN, "a/b/nothing")).isEmpty();
        assertThat(Told.of(tree, IN, "**/d")).containsExactly("dir a", "dir a/b", "dir a/b/c", "file a/b/c/d");
    }

    @Test
    void aDirectoryThatIsAskedForComesWithAllItHolds() throws Exception {
        SyncedTree tree = Told.tree(root, "file bar/foo", "file foo2");

        for (String pattern : List.of("bar", "b*", "bar/f*", "b*/f*", "b*/foo", "b*/", "bar/**", "**/foo")) {
            assertThat(Told.of(tree, IN, pattern)).as(pattern).containsExactly("dir bar", "file bar/foo");
        }
        assertThat(Told.of(tree, IN, "bar/g*")).isEmpty();
        assertThat(Told.of(tree, IN, "f*")).containsExactly("file foo2");
    }

    @Test
    void whatIsExcludedCanBeTakenBack() throws Exception {
        SyncedTree tree = Told.tree(root, "file bar", "file foo/bar2", "file foo/no", "file foo2");

        assertThat(Told.of(tree, OUT, "foo*", OUT, "!foo/bar2"))
                .containsExactly("file bar", "dir foo", "file foo/bar2");
        assertThat(Told.of(tree, OUT, "foo/**")).containsExactly("file bar", "dir foo", "file foo2");
        assertThat(Told.of(tree, OUT, "**", OUT, "!**/bar*")).containsExactly("file bar", "dir foo", "file foo/bar2");
        assertThat(Told.of(tree, IN, "foo", OUT, "**/no")).containsExactly("dir foo", "file foo/bar2");
    }

    @Test
    void aPatternThatMakesNoSenseIsRefused() throws Exception {
        SyncedTree tree = Told.tree(root, "file a");

        assertThatThrownBy(() -> Told.of(tree, OUT, "!")).isInstanceOf(GrpcException.class);
        assertThatThrownBy(() -> Told.of(tree, IN, "[")).isInstanceOf(GrpcException.class);
    }

    /** moby/buildkit, session/filesync: metadata with other characters than ASCII comes as in a query. */
    @Test
    void patternsMayBeEncoded() throws Exception {
        SyncedTree tree = Told.tree(root, "file a%20b", "file ä", "file a+b");

        assertThat(Told.of(tree, IN, "%C3%A4", IN, "a%2Bb", IN + "-encoded", "1"))
                .containsExactly("file a+b", "file ä");
        assertThat(Told.of(tree, IN, "a%20b")).containsExactly("file a%20b");
        assertThat(Selection.directory(Headers.of("dir-name", "%C3%A4", "dir-name-encoded", "true")))
                .isEqualTo("ä");
    }

    @Test
    void asFirstOfSeveralNamesOfOneFileCountsTheFirstThatIsTold() throws Exception {
        SyncedTree tree = Told.tree(root, "file a/x", "file b = a/x", "file c = a/x", "file d");

        assertThat(Told.of(tree)).containsExactly("dir a", "file a/x", "file b = a/x", "file c = a/x", "file d");
        assertThat(Told.of(tree, OUT, "a")).containsExactly("file b", "file c = b", "file d");
        assertThat(Told.of(tree, IN, "c")).containsExactly("file c");
    }

    /** A tree in which one directory may not be listed; the machine's administrator may list all, so it is made up. */
    private static SyncedTree locked(SyncedTree tree, String locked) {
        return new SyncedTree() {
            @Override
            public List<FileStat.Found> list(String directory) throws IOException {
                if (directory.equals(locked)) {
                    throw new AccessDeniedException("/where/it/is/" + locked);
                }
                return tree.list(directory);
            }

            @Override
            public FileStat.@Nullable Found find(String path) throws IOException {
                return tree.find(path);
            }

            @Override
            public java.util.Map<String, byte[]> attributes(FileStat stat) {
                return tree.attributes(stat);
            }

            @Override
            public java.io.InputStream open(String path) throws IOException {
                return tree.open(path);
            }
        };
    }

    @Test
    void aDirectoryThatMayNotBeReadMattersOnlyIfItIsAskedFor() throws Exception {
        SyncedTree tree = locked(Told.tree(root, "dir foo", "file foo/bar/x"), "foo/bar");

        assertThat(Told.of(tree, OUT, "**/bar")).containsExactly("dir foo");
        assertThat(Told.of(tree, OUT, "**/bar", OUT, "!foo/bar/baz")).containsExactly("dir foo");
        assertThat(Told.of(tree, IN, "foo", IN, "!**/bar")).containsExactly("dir foo");
        assertThat(Told.of(tree, IN, "**/none")).isEmpty();
        assertThatThrownBy(() -> Told.of(tree)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> Told.of(tree, OUT, "**/bar", OUT, "!foo/bar"))
                .isInstanceOf(AccessDeniedException.class);
    }

    /** That directories are passed by must not show: told is what matches, whoever looked where. */
    @Test
    void whateverTheTreeAndThePatternsToldIsWhatMatches() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            TreeMap<String, FileStat> paths =
                    new TreeMap<>(java.util.Comparator.comparing(path -> path.replace('/', '\0')));
            int count = 1 + random.nextInt(14);
            for (int i = 0; i < count; i++) {
                String path = path(random, 1 + random.nextInt(4));
                for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                    String parent = path.substring(0, slash);
                    paths.put(parent, stat(parent, FileStat.DIRECTORY | 0755));
                }
                paths.putIfAbsent(path, stat(path, 0644));
            }
            PathPatterns in = patterns(random);
            PathPatterns out = patterns(random);

            List<String> told = Told.of(new MadeUpTree(paths), new Selection(in, out));

            List<String> wanted = paths.keySet().stream()
                    .filter(path -> (in.isEmpty() || in.match(path).matched())
                            && !out.match(path).matched())
                    .toList();
            List<String> expected = paths.values().stream()
                    .filter(stat -> wanted.stream()
                            .anyMatch(path -> path.equals(stat.path()) || path.startsWith(stat.path() + "/")))
                    .map(Told::line)
                    .toList();
            assertThat(told).as("round %s", round).isEqualTo(expected);
        }
    }

    private static FileStat stat(String path, int mode) {
        return new FileStat(path, mode, 0, 0, "", 0, 0, java.util.Map.of());
    }

    private static String path(Random random, int depth) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            names.add(List.of("a", "b", "ab", "a.b").get(random.nextInt(4)));
        }
        return String.join("/", names);
    }

    private static PathPatterns patterns(Random random) {
        return PathPatterns.of(Stream.generate(() -> {
                    String path = path(random, 1 + random.nextInt(3));
                    String wild = switch (random.nextInt(6)) {
                        case 0 -> "**/" + path;
                        case 1 -> path + "/**";
                        case 2 -> path.replace('b', '*');
                        case 3 -> path.replaceFirst("a", "?");
                        case 4 -> path + "/*";
                        default -> path;
                    };
                    return (random.nextInt(3) == 0 ? "!" : "") + wild;
                })
                .limit(random.nextInt(4))
                .toList());
    }

    @Test
    void aHundredThousandFilesAreWalkedWithoutKeepingThem() throws Exception {
        TreeMap<String, FileStat> directories = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            directories.put("d" + i, stat("d" + i, FileStat.DIRECTORY | 0755));
        }
        int[] told = {0};
        SyncedTree tree = new MadeUpTree(directories) {
            @Override
            public List<FileStat.Found> list(String directory) {
                if (directory.isEmpty()) {
                    return super.list(directory);
                }
                List<FileStat.Found> files = new ArrayList<>();
                for (int i = 100; i < 200; i++) {
                    files.add(new FileStat.Found(stat(directory + "/f" + i, 0644), null));
                }
                return files;
            }
        };
        Selection selection = new Selection(PathPatterns.of(List.of()), PathPatterns.of(List.of("**/none", "!**/f1")));

        new SyncWalk(tree, selection, stat -> told[0]++).run();

        assertThat(told[0]).isEqualTo(101_000);
    }
}
