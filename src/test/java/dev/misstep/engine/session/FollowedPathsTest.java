package dev.misstep.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cases are those that tonistiigi/fsutil has in followlinks_test.go and filter_test.go, and some between them. */
@Timeout(60)
class FollowedPathsTest {
    @TempDir
    Path root;

    private List<String> followed(SyncedTree tree, String... paths) throws Exception {
        return FollowedPaths.of(tree, List.of(paths));
    }

    @Test
    void aLinkComesWithAllItLeadsTo() throws Exception {
        SyncedTree tree =
                Told.tree(root, "file dir/foo", "link dir/l1 -> foo", "link l2 -> dir/l1", "file bar", "file baz");

        assertThat(followed(tree, "l2", "bar")).containsExactly("bar", "dir/foo", "dir/l1", "l2");
    }

    @Test
    void linksInACircleEnd() throws Exception {
        SyncedTree tree = Told.tree(root, "link l1 -> l1", "link l2 -> l3", "link l3 -> l2", "link d -> d/d");

        assertThat(followed(tree, "l1", "l3", "d/x")).containsExactly("d", "l1", "l2", "l3");
    }

    @Test
    void anAbsoluteLinkBeginsAtTheTreeAndNoneLeavesIt() throws Exception {
        SyncedTree tree = Told.tree(
                root, "link dir/l1 -> /foo/bar/baz", "link foo/bar -> ../", "file baz", "link up -> ../../../baz");

        assertThat(followed(tree, "dir/l1")).containsExactly("baz", "dir/l1", "foo/bar");
        assertThat(followed(tree, "up")).containsExactly("baz", "up");
    }

    @Test
    void aLinkInTheMiddleOfAPathIsFollowedToo() throws Exception {
        SyncedTree tree = Told.tree(root, "link a -> b", "link b/c -> ../d", "file d/e");

        assertThat(followed(tree, "a/c/e")).containsExactly("a", "b/c", "d/e");
    }

    @Test
    void whatIsNotThereStaysAsItIs() throws Exception {
        SyncedTree tree = Told.tree(root, "file file", "dir f1/foo");

        assertThat(followed(tree, "foo/bar/baz", "bar/baz")).containsExactly("bar/baz", "foo/bar/baz");
        assertThat(followed(tree, "x*/foo/t*")).containsExactly("x*/foo/t*");
        assertThat(followed(tree, "file/below", "file/*")).containsExactly("file/*", "file/below");
    }

    /** The pattern in full: cut behind its wildcard it would send all that matches so far. */
    @Test
    void aWildcardThatMatchesNoLinkStaysAsItIs() throws Exception {
        SyncedTree tree = Told.tree(root, "file a1/x", "file a1/y", "file a2/x");

        assertThat(followed(tree, "a*/x")).containsExactly("a*/x");
        assertThat(followed(tree, "[/x")).containsExactly("[/x");
        assertThat(Told.of(tree, "followpaths", "a*/x")).containsExactly("dir a1", "file a1/x", "dir a2", "file a2/x");
    }

    @Test
    void theTreeItselfAsksForAll() throws Exception {
        SyncedTree tree = Told.tree(root, "link dir/l1 -> /foo", "link dir/l2 -> /", "file foo/bar", "link here -> .");

        assertThat(followed(tree, ".")).isEmpty();
        assertThat(followed(tree, "dir/l1", "foo/bar")).containsExactly("dir/l1", "foo");
        assertThat(followed(tree, "dir/l2", "foo", "foo/bar")).isEmpty();
        assertThat(Told.of(tree, "followpaths", "here")).hasSize(6);
    }

    @Test
    void whatLiesBelowAnotherIsLeftOut() throws Exception {
        assertThat(followed(Told.tree(root), "foo/bar/baz", "foo/bar", "foo/barn"))
                .containsExactly("foo/bar", "foo/barn");
    }

    @Test
    void aWildcardComesWithWhereTheLinksItMatchesLead() throws Exception {
        SyncedTree tree = Told.tree(
                root,
                "link dir/l1 -> /foo/bar1",
                "link dir/l2 -> /foo/bar2",
                "link dir/anotherlink -> /foo/bar3",
                "link foo/bar2 -> ../baz",
                "file foo/bar1",
                "file foo/bar3",
                "file baz");

        assertThat(followed(tree, "dir/l*")).containsExactly("baz", "dir/l*", "foo/bar1", "foo/bar2");
        assertThat(followed(tree, "dir")).containsExactly("dir");
        assertThat(followed(tree, "dir", "dir/*link")).containsExactly("dir", "foo/bar3");
        assertThat(Told.of(tree, "followpaths", "dir/l*"))
                .containsExactly(
                        "file baz",
                        "dir dir",
                        "link dir/l1 -> /foo/bar1",
                        "link dir/l2 -> /foo/bar2",
                        "dir foo",
                        "file foo/bar1",
                        "link foo/bar2 -> ../baz");
    }
}
