package dev.misstep.context.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.context.Change;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.FileChange;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.SnapshotEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitTreeTest {
    @TempDir
    private Path directory;

    private Commits commits;

    @BeforeEach
    void create() throws IOException {
        commits = new Commits(directory);
    }

    @AfterEach
    void close() {
        commits.close();
    }

    private GitTree tree(String revision) throws GitException, IOException {
        try (GitRepository repository = GitRepository.around(directory.toRealPath())) {
            return repository.tree(revision);
        }
    }

    private GitTree.Context context(String revision) throws GitException, IOException {
        return tree(revision).context("", IgnoreRules.NONE);
    }

    private List<FileChange> changes() throws GitException, IOException {
        return context("HEAD").snapshot().changesFrom(context("HEAD~1").snapshot());
    }

    @Test
    void aTreeHasWhatGitKeepsOfFilesLinksAndPrograms() throws Exception {
        commits.file("src/a.txt", "a")
                .program("run.sh", "#!/bin/sh")
                .link("current", "src/a.txt")
                .commit();

        var entries = context("HEAD").snapshot().entries();

        assertThat(entries.keySet()).containsExactly("current", "run.sh", "src", "src/a.txt");
        assertThat(entries.get("src")).isEqualTo(new SnapshotEntry(ContextEntry.Kind.DIRECTORY, 0755, 0, null, null));
        assertThat(entries.get("current"))
                .isEqualTo(new SnapshotEntry(ContextEntry.Kind.SYMLINK, 0777, 0, null, "src/a.txt"));
        assertThat(Objects.requireNonNull(entries.get("run.sh")).mode()).isEqualTo(0755);
        assertThat(Objects.requireNonNull(entries.get("src/a.txt")).mode()).isEqualTo(0644);
    }

    @Test
    void twoTreesDifferInContentModeLinkAndKind() throws Exception {
        commits.file("content", "1").file("mode", "1").file("kind", "1").link("link", "a");
        commits.file("gone", "1").file("same", "1").commit();
        commits.file("content", "2").program("mode", "1").link("kind", "1").link("link", "b");
        commits.gone("gone").file("new", "1").commit();

        assertThat(changes())
                .containsExactly(
                        new FileChange("content", Change.CONTENT),
                        new FileChange("gone", Change.REMOVED),
                        new FileChange("kind", Change.TYPE),
                        new FileChange("link", Change.LINK),
                        new FileChange("mode", Change.MODE),
                        new FileChange("new", Change.ADDED));
    }

    @Test
    void aDirectoryOfTheRepositoryIsAContext() throws Exception {
        commits.file("web/a", "1").file("web/b/c", "1").file("website", "1").file("api/a", "1");
        commits.commit();

        assertThat(tree("HEAD")
                        .context("web", IgnoreRules.NONE)
                        .snapshot()
                        .entries()
                        .keySet())
                .containsExactly("a", "b", "b/c");
    }

    @Test
    void anExcludedDirectoryIsThereForWhatIsTakenBackBelowIt() throws Exception {
        commits.file("docs/a", "1").file("docs/deep/b", "1").file("tmp/c", "1").commit();

        IgnoreRules rules = IgnoreRules.parse("docs\ntmp\n!docs/deep/b\n");

        assertThat(tree("HEAD").context("", rules).snapshot().entries().keySet())
                .containsExactly("docs", "docs/deep", "docs/deep/b");
    }

    @Test
    void aSubmoduleIsNoDirectoryOfThisRepository() throws Exception {
        commits.file("a", "1").submodule("lib/other", "1".repeat(40)).commit();

        GitTree.Context context = context("HEAD");

        assertThat(context.snapshot().entries().keySet()).containsExactly("a", "lib");
        assertThat(context.limits().hides("lib/other")).isTrue();
        assertThat(context.limits().hides("lib/other/x/y")).isTrue();
        assertThat(context.limits().hides("lib/others")).isFalse();
    }

    @Test
    void attributesTellWhatGitConvertsOnTheWayToTheWorkingTree() throws Exception {
        commits.file(
                ".gitattributes", "*.txt text=auto\n*.dat filter=lfs diff=lfs -text\n*.png binary\nsub/** -text\n");
        commits.file("sub/.gitattributes", "win.txt eol=crlf\n");
        commits.file("a.txt", "1").file("b.dat", "1").file("c.png", "1").file("d.c", "1");
        commits.file("sub/a.txt", "1").file("sub/win.txt", "1").commit();

        assertThat(new TreeSet<>(context("HEAD").limits().converted()))
                .containsExactly("a.txt", "b.dat", "sub/win.txt");
    }

    @Test
    void attributesAboveTheContextCountToo() throws Exception {
        commits.file(".gitattributes", "*.txt text\n").file("web/a.txt", "1").commit();

        assertThat(tree("HEAD").context("web", IgnoreRules.NONE).limits().converted())
                .containsExactly("a.txt");
    }

    @Test
    void filesThatDifferInLineEndsOnlyAreToldFromOthers() throws Exception {
        commits.file("ends", "a\nb\n").file("more", "a\nb\n").commit();
        commits.file("ends", "a\r\nb\r\n").file("more", "a\r\nc\r\n").commit();

        assertThat(tree("HEAD").mayDifferInLineEndsOnly(tree("HEAD~1"), "ends")).isTrue();
        assertThat(tree("HEAD").mayDifferInLineEndsOnly(tree("HEAD~1"), "more")).isFalse();
    }

    @Test
    void onlyAFileHasContent() throws Exception {
        commits.file("d/Dockerfile", "FROM scratch\n").commit();

        assertThat(tree("HEAD").content("d/Dockerfile"))
                .hasValueSatisfying(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("FROM scratch\n"));
        assertThat(tree("HEAD").content("d")).isEmpty();
        assertThat(tree("HEAD").content("none")).isEmpty();
    }

    @Test
    void anUnknownRevisionIsToldWithWhatToDo() throws Exception {
        commits.file("a", "1").commit();

        assertThatThrownBy(() -> tree("nowhere"))
                .isInstanceOf(GitException.class)
                .hasMessage("is no revision of the repository; look for it with git log --all, or git fetch it");
        assertThatThrownBy(() -> tree("1".repeat(40)))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("git fetch it");
        assertThatThrownBy(() -> tree("a^{")).isInstanceOf(GitException.class);
    }

    @Test
    void aRevisionThatAShallowCloneLacksIsToldAsThat() throws Exception {
        String first = commits.file("a", "1").commit();
        Files.writeString(directory.resolve(".git/shallow"), first + "\n");

        assertThatThrownBy(() -> tree("HEAD~1"))
                .hasMessageContaining("which is a shallow clone; git fetch --unshallow brings the rest");
    }

    @Test
    void aDirectoryInNoRepositoryIsTold(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> GitRepository.around(elsewhere.toRealPath()))
                .isInstanceOf(GitException.class)
                .hasMessage("is in no git repository; give the build context's directory in a clone");
    }

    @Test
    void readingWritesNothingIntoTheRepository() throws Exception {
        commits.file("a", "1").commit();
        Set<String> before = files();

        context("HEAD");

        assertThat(files()).isEqualTo(before);
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A builder follows a link, a clone may have it as a file: what is behind it is not guessed. */
    @Test
    void aLinkIsNotFollowed() throws Exception {
        commits.file("conf/ignore", "gen").link(".dockerignore", "conf/ignore").commit();

        assertThatThrownBy(() -> tree("HEAD").content(".dockerignore"))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("symbolic link .dockerignore");
    }

    /** Two names that are not UTF-8 could be taken for each other. */
    @Test
    void namesThatAreNotUtf8AreNotCompared() throws Exception {
        commits.namesIn(StandardCharsets.ISO_8859_1).file("caf\u00e9", "a").commit();

        assertThatThrownBy(() -> context("HEAD"))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("not UTF-8");
    }

    /** Settings that lead out of the repository, are damaged, or leave files of a revision out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[include]\n\tpath = /dev/zero\n",
                "[includeIf \"gitdir:/\"]\n\tpath = x\n",
                "[core] attributesFile = /dev/zero\n",
                "[core]\n\tsparseCheckout = true\n",
                "[core]\n\tsparseCheckout\n",
                "[core]\n\tbare = maybe\n",
                "[core",
            })
    void aRepositoryWithSuchSettingsIsNotRead(String settings) throws Exception {
        commits.file("a", "a").commit();
        Path config = directory.resolve(".git/config");
        Files.writeString(config, Files.readString(config) + settings);

        assertThatThrownBy(() -> tree("HEAD")).isInstanceOf(GitException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info/attributes", "objects/info/alternates", "config.worktree"})
    void whatIsNoPlainFileIsNotRead(String name) throws Exception {
        commits.file("a", "a").commit();
        Files.createDirectories(directory.resolve(".git").resolve(name));

        assertThatThrownBy(() -> tree("HEAD")).isInstanceOf(GitException.class).hasMessageContaining("no plain file");
    }

    @Test
    void aSparseCheckoutThatWasEndedIsRead() throws Exception {
        commits.file("a", "a").commit();
        Path config = directory.resolve(".git/config");
        Files.writeString(config, Files.readString(config) + "[core]\n\tsparseCheckout = false\n");

        assertThat(context("HEAD").snapshot().entries()).containsKey("a");
    }

    @Test
    void aTreeOfNoDisksDepthIsNotRead() throws Exception {
        commits.file("d/".repeat(1_010) + "a", "a").commit();

        assertThatThrownBy(() -> context("HEAD"))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("nested more than 1000 deep");
    }
}
