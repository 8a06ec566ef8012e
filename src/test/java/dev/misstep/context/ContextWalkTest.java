package dev.misstep.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextWalkTest {
    @TempDir
    Path root;

    private void file(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }

    private static List<String> paths(BuildContext context) {
        return context.entries().stream().map(ContextEntry::path).toList();
    }

    @Test
    void entriesComeDirectoryByDirectoryInTheOrderOfNames() throws Exception {
        file("b/x");
        file("b.txt");
        file("a");
        assertThat(paths(BuildContext.read(root, IgnoreRules.NONE))).containsExactly("a", "b", "b/x", "b.txt");
    }

    @Test
    void theParentsOfAFileTakenBackAreListed() throws Exception {
        file("out/keep/deep/x");
        file("out/drop/y");
        BuildContext context = BuildContext.read(root, IgnoreRules.parse("out\n!out/keep/deep/x"));
        assertThat(paths(context)).containsExactly("out", "out/keep", "out/keep/deep", "out/keep/deep/x");
    }

    @Test
    void anExcludedDirectoryWithNothingTakenBackIsNotListed() throws Exception {
        file("out/a");
        file("z");
        assertThat(paths(BuildContext.read(root, IgnoreRules.parse("out\n!**/none"))))
                .containsExactly("z");
    }

    @Test
    void linksAreEntriesAndNeverFollowed() throws Exception {
        file("dir/x");
        Files.createSymbolicLink(root.resolve("link"), Path.of("dir"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("."));
        Files.createSymbolicLink(root.resolve("lost"), Path.of("nowhere"));
        BuildContext context = BuildContext.read(root, IgnoreRules.NONE);
        assertThat(paths(context)).containsExactly("dir", "dir/x", "link", "loop", "lost");
        assertThat(context.entries().get(2).linkTarget()).isEqualTo("dir");
        assertThat(context.problems())
                .extracting(ContextProblem::path, ContextProblem::kind)
                .containsExactly(tuple("lost", ContextProblem.Kind.DANGLING_LINK));
    }

    @Test
    void allPermissionBitsAreTold() throws Exception {
        file("run");
        Files.setAttribute(root.resolve("run"), "unix:mode", 04751);
        assertThat(BuildContext.read(root, IgnoreRules.NONE).entries())
                .extracting(ContextEntry::mode)
                .containsExactly(04751);
        Files.setPosixFilePermissions(root.resolve("run"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(BuildContext.read(root, IgnoreRules.NONE).entries())
                .extracting(ContextEntry::mode)
                .containsExactly(0644);
    }

    /** A disk on which some paths fail, since no permission stops root. */
    private record FailingDisk(String closed, String gone) implements Disk {
        @Override
        public List<Path> list(Path directory) throws IOException {
            if (directory.endsWith(closed)) {
                throw new AccessDeniedException(directory.toString());
            }
            return new LocalDisk().list(directory);
        }

        @Override
        public FileStamp stamp(Path path) throws IOException {
            if (path.endsWith(gone)) {
                throw new NoSuchFileException(path.toString());
            }
            return new LocalDisk().stamp(path);
        }

        @Override
        public String linkTarget(Path link) throws IOException {
            return new LocalDisk().linkTarget(link);
        }

        @Override
        public boolean readable(Path path, FileStamp stamp) {
            return !path.endsWith(closed);
        }

        @Override
        public boolean leadsSomewhere(Path path) {
            return true;
        }
    }

    private List<ContextProblem> problems(IgnoreRules rules) {
        return new ContextWalk(new FailingDisk("closed", "gone"), root, rules)
                .context()
                .problems();
    }

    @Test
    void oneBadPathDoesNotEndTheWalk() throws Exception {
        file("closed/x");
        file("gone");
        file("z");
        assertThat(problems(IgnoreRules.NONE))
                .extracting(ContextProblem::path, ContextProblem::kind, ContextProblem::message)
                .containsExactly(
                        tuple("closed", ContextProblem.Kind.UNREADABLE, "this user may not read it"),
                        tuple("gone", ContextProblem.Kind.VANISHED, "it is no longer there"));
    }

    @Test
    void whatIsExcludedMayBeUnreadable() throws Exception {
        file("closed/x");
        assertThat(problems(IgnoreRules.parse("closed\n!**/none"))).isEmpty();
    }

    @Test
    void aMissingContextIsAProblemOfItsOwn() {
        assertThat(BuildContext.read(root.resolve("no"), IgnoreRules.NONE).problems())
                .extracting(ContextProblem::path, ContextProblem::kind)
                .containsExactly(tuple(".", ContextProblem.Kind.VANISHED));
    }

    /** Found by several threads, in directories long and deep, and put together as one would have found them. */
    @Test
    void theOrderIsThatOfOneWhoGoesAlone() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            file(String.format("long/%04d", i));
        }
        String deep = "deep" + "/d".repeat(300);
        file(deep + "/x");
        Files.createSymbolicLink(root.resolve("long/0300-lost"), Path.of("nowhere"));
        Files.createSymbolicLink(root.resolve(deep + "/lost"), Path.of("nowhere"));
        try (Stream<Path> alone = Files.walk(root)) {
            alone.skip(1).forEach(path -> expected.add(root.relativize(path).toString()));
        }
        // so that a directory stands before what it holds: no name here sorts before a slash
        Collections.sort(expected);
        BuildContext context = BuildContext.read(root, IgnoreRules.NONE);
        assertThat(paths(context)).isEqualTo(expected);
        assertThat(context.problems())
                .extracting(ContextProblem::path)
                .containsExactly(deep + "/lost", "long/0300-lost");
        for (int i = 0; i < expected.size(); i++) {
            assertThat(context.stamps().get(i).kind())
                    .isEqualTo(context.entries().get(i).kind());
        }
    }
}
