package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Vertex;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.CopySelection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are made of digests of whole directories; they must tell apart just what paths one by one would. */
class SelectedKeysTest {
    private static final List<String> FILES = List.of("a/f", "a/b/f", "a/b/g", "a-b/f", "c/f", "f", "g");
    private static final int ROUNDS = 300;

    /** A state of {@link #FILES}, in which little is likely to differ from another. */
    private static Project some(Random random, String copy) {
        Project project = Project.of("FROM base:1\n" + copy + "\n");
        for (String directory : List.of("a", "a/b", "a-b", "c")) {
            project.directory(directory, random.nextInt(8) == 0 ? 0700 : 0755);
        }
        for (String file : FILES) {
            if (random.nextInt(6) > 0) {
                project.file(file, random.nextInt(6) == 0 ? "other" : "some", random.nextInt(8) == 0 ? 0755 : 0644);
            }
        }
        if (random.nextInt(4) > 0) {
            project.link("c/to", random.nextInt(4) == 0 ? "../f" : "../a");
        }
        return project;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY . /x/",
                "COPY a /x/",
                "COPY a c /x/",
                "COPY a/b a /x/",
                "COPY c/to /x/",
                "COPY f /x/",
                "COPY a-b c/f a/b f g nothing /x/",
                "COPY a* /x/",
                "COPY --exclude=f . /x/",
                "RUN --mount=type=bind,source=a,target=/x make"
            })
    void keysAreEqualWhereAllThatIsSelectedIs(String copy) {
        Random random = new Random(4);
        Map<String, String> keyOfContent = new HashMap<>();
        Map<String, String> contentOfKey = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Planned plan = some(random, copy).plan();
            Vertex step = plan.steps().build().steps().get(0);
            String key = String.valueOf(plan.key(step));
            String content = content(plan, step);
            assertThat(keyOfContent.computeIfAbsent(content, none -> key))
                    .as(content)
                    .isEqualTo(key);
            assertThat(contentOfKey.computeIfAbsent(key, none -> content)).isEqualTo(content);
        }
        assertThat(keyOfContent).hasSizeGreaterThan(3);
    }

    private static String content(Planned plan, Vertex step) {
        BuildInputs inputs = plan.steps().inputs();
        Snapshot snapshot = Objects.requireNonNull(inputs.snapshot());
        CopySelection selection = Objects.requireNonNull(
                Objects.requireNonNull(inputs.steps().get(step.id())).selection());
        StringBuilder content = new StringBuilder();
        for (String path : SelectedChanges.selected(selection, false, snapshot).paths()) {
            content.append(path)
                    .append(' ')
                    .append(Objects.requireNonNull(snapshot.entry(path)).identity())
                    .append('\n');
        }
        return content.toString();
    }

    @Test
    void aKeyOfEarlierFilesIsThatOfEqualOnesHoweverTheyWereFound() {
        Project project =
                Project.of("FROM base:1\nCOPY a /x/\n").directory("a", 0755).file("a/f", "some");
        Project more = project.copy().file("g", "more");
        assertThat(more.plan().keys()).isEqualTo(project.plan().keys());
    }
}
