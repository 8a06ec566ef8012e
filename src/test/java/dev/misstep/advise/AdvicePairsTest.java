package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The handbook's pairs, one a folder: {@code wrong.Dockerfile} breaks the one rule of {@code rule.txt}, and its patch, unless
 * that says {@code no patch}, makes {@code right.Dockerfile} of it, of which no rule has anything to say. {@code commits.txt} has the paths that a
 * commit changed on each line.
 */
class AdvicePairsTest {
    static Stream<Path> pairs() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(AdvicePairsTest.class.getResource("pairs"))
                .toURI());
        try (Stream<Path> pairs = Files.list(folder)) {
            return pairs.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theWrongFormBreaksOneRule(Path pair) throws IOException {
        List<Finding> findings = findings(pair, "wrong.Dockerfile");

        assertThat(findings)
                .extracting(finding -> finding.rule().label())
                .containsExactly(told(pair).get(0));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theRightFormBreaksNone(Path pair) throws IOException {
        assertThat(findings(pair, "right.Dockerfile")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void thePatchLeadsFromOneToTheOther(Path pair) throws IOException, PatchFailedException {
        String patch = findings(pair, "wrong.Dockerfile").get(0).patch();
        if (told(pair).contains("no patch")) {
            assertThat(patch).isNull();
            return;
        }
        assertThat(patch).isNotNull();
        List<String> patched = DiffUtils.patch(
                Files.readAllLines(pair.resolve("wrong.Dockerfile")),
                UnifiedDiffUtils.parseUnifiedDiff(
                        Objects.requireNonNull(patch).lines().toList()));

        assertThat(patched).isEqualTo(Files.readAllLines(pair.resolve("right.Dockerfile")));
    }

    private static List<String> told(Path pair) throws IOException {
        return Files.readAllLines(pair.resolve("rule.txt"));
    }

    private static List<Finding> findings(Path pair, String dockerfile) throws IOException {
        return Advice.of(MadeProject.of(
                Files.readString(pair.resolve(dockerfile)),
                pair.resolve("context"),
                commits(pair.resolve("commits.txt"))));
    }

    private static @Nullable List<Set<String>> commits(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        List<Set<String>> commits = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            commits.add(Set.of(line.split(" ")));
        }
        return commits;
    }
}
