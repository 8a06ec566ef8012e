package dev.misstep.advise;

import static dev.misstep.advise.ImageDifferenceTest.file;
import static dev.misstep.advise.ImageDifferenceTest.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.advise.ImageDifference.Change;
import dev.misstep.build.BuiltImage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntendedChangeTest {
    private static final BuiltImage EMPTY = image(Map.of());

    private static Finding finding(RuleName rule, String patch) {
        return new Finding(rule, Severity.LOW, "Dockerfile", 1, null, "m", "f", patch, null, Proof.NONE, null);
    }

    private static @Nullable String reason(
            RuleName rule, String patch, Set<String> dropped, String what, Change change) {
        return new IntendedChange(List.of(finding(rule, patch)), List.of(), dropped)
                .reason(new ImageDifference(what, change), EMPTY, EMPTY);
    }

    @Test
    void listsOfPackagesMayGoAndNothingElse() {
        assertThat(reason(RuleName.UNPINNED_INSTALL, "", Set.of(), "/var/lib/apt/lists/x", Change.REMOVED))
                .isEqualTo("package lists are not kept");
        assertThat(reason(RuleName.UNPINNED_INSTALL, "", Set.of(), "/var/lib/apt/lists/x", Change.ADDED))
                .isNull();
        assertThat(reason(RuleName.UNPINNED_INSTALL, "", Set.of(), "/var/lib/apt/other", Change.REMOVED))
                .isNull();
        assertThat(reason(RuleName.VOLATILE_ARG, "", Set.of(), "/var/lib/apt/lists/x", Change.REMOVED))
                .isNull();
    }

    @Test
    void whatLiesInAMountIsNotInTheImage() {
        String patch = "--- a/D\n+++ b/D\n@@ -1 +1 @@\n-RUN npm ci\n+RUN --mount=type=cache,target=/root/.npm npm ci\n";

        assertThat(reason(RuleName.CACHE_MOUNT, patch, Set.of(), "/root/.npm/_cacache/x", Change.REMOVED))
                .isEqualTo("downloads lie in the cache mount");
        assertThat(reason(RuleName.CACHE_MOUNT, patch, Set.of(), "/root/.npm", Change.ADDED))
                .isNotNull();
        assertThat(reason(RuleName.CACHE_MOUNT, patch, Set.of(), "/root", Change.ADDED))
                .isNotNull();
        assertThat(reason(RuleName.CACHE_MOUNT, patch, Set.of(), "/root", Change.REMOVED))
                .isNotNull();
        assertThat(reason(RuleName.CACHE_MOUNT, patch, Set.of(), "/root", Change.MODE))
                .isNull();
        assertThat(reason(RuleName.CACHE_MOUNT, patch, Set.of(), "/root/.npm/x", Change.ADDED))
                .isNull();
        assertThat(reason(RuleName.CACHE_MOUNT, patch, Set.of(), "/root/.npmrc", Change.REMOVED))
                .isNull();
        assertThat(reason(RuleName.CACHE_MOUNT, patch, Set.of(), "/app/node_modules/x", Change.REMOVED))
                .isNull();
    }

    @Test
    void whatIsNoLongerSentMayBeMissing() {
        String patch = "--- /dev/null\n+++ b/.dockerignore\n@@ -0,0 +1,1 @@\n+**/__pycache__\n";
        Set<String> dropped = Set.of("src/__pycache__", "src/__pycache__/a.pyc");

        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/app/__pycache__/a.pyc", Change.REMOVED))
                .isEqualTo("it is no longer sent with the context");
        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/app/__pycache__", Change.REMOVED))
                .isNotNull();
        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/usr/__pycache__/b.pyc", Change.REMOVED))
                .isNull();
        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/app/__pycache__/a.pyc", Change.CONTENT))
                .isNull();
        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/app/a.pyc", Change.REMOVED))
                .isNull();
    }

    @Test
    void aModuleThatLayInTheContextAloneWouldBeMissed() {
        String patch = "--- a/.dockerignore\n+++ b/.dockerignore\n@@ -1 +1,2 @@\n dist\n+node_modules\n";
        Set<String> dropped = Set.of(
                "node_modules",
                "node_modules/own",
                "node_modules/own/x.js",
                "node_modules/@a",
                "node_modules/@a/b",
                "node_modules/.cache");

        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/app/node_modules/own/x.js", Change.CONTENT))
                .isNotNull();
        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/app/node_modules/.cache", Change.REMOVED))
                .isNotNull();
        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/app/node_modules/own", Change.REMOVED))
                .isNull();
        assertThat(reason(RuleName.CONTEXT_TOO_WIDE, patch, dropped, "/app/node_modules/@a/b", Change.REMOVED))
                .isNull();
    }

    @Test
    void aCopyOfThePatchedFileIsAnother() {
        BuiltImage before = image(Map.of("/app/Dockerfile", file("old"), "/app/x", file("else")));
        BuiltImage after = image(Map.of("/app/Dockerfile", file("new"), "/app/x", file("new"), "/i", file("made")));
        IntendedChange intended = new IntendedChange(
                List.of(),
                List.of(new IntendedChange.PatchedText("old", "new"), new IntendedChange.PatchedText(null, "made")),
                Set.of());

        assertThat(intended.reason(new ImageDifference("/app/Dockerfile", Change.CONTENT), before, after))
                .isEqualTo("a copy of the patched file");
        assertThat(intended.reason(new ImageDifference("/i", Change.ADDED), before, after))
                .isNotNull();
        assertThat(intended.reason(new ImageDifference("/app/x", Change.CONTENT), before, after))
                .isNull();
        assertThat(intended.reason(new ImageDifference("/app/Dockerfile", Change.MODE), before, after))
                .isNull();
    }

    @Test
    void noPatchIsMeantToChangeASetting() {
        BuiltImage set = new BuiltImage(new TreeMap<>(Map.of("Cmd", "a")), new TreeMap<>(Map.of()));

        assertThat(new IntendedChange(List.of(finding(RuleName.UNPINNED_INSTALL, "")), List.of(), Set.of())
                        .reason(new ImageDifference("Cmd", Change.SETTING), set, EMPTY))
                .isNull();
    }
}
