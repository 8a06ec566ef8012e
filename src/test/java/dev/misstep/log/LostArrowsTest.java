package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of the classic builder whose arrows were taken for markup. */
class LostArrowsTest {
    @ParameterizedTest
    @ValueSource(strings = {" ", "", "> ", " \u2014> ", " ---&gt; ", " \u2192 "})
    void whatStandsWhereTheBuilderSpeaksIsItsWord(String left) {
        for (ClassicPrinter.Era era : List.of(ClassicPrinter.Era.TOTALS, ClassicPrinter.Era.REMOVED)) {
            for (long seed = 0; seed < 100; seed++) {
                List<String> lines = new ClassicPrinter(era, new RandomInstructions(seed, seed % 4 != 0)).lines();
                List<String> bare = lines.stream()
                        .map(line -> line.replaceFirst("^ ---> ", left))
                        .toList();
                assertThat(SampleBuilds.facts(Logs.read(String.join("\n", bare))))
                        .as(String.join("\n", bare))
                        .isEqualTo(SampleBuilds.facts(Logs.read(String.join("\n", lines))));
            }
        }
    }

    @Test
    void cloudBuildLeavesABlank() {
        var build = one("""
                Step #0 - "image": Step 1/4 : FROM alpine
                Step #0 - "image":  1d34ffeaf190
                Step #0 - "image": Step 2/4 : RUN apk add curl
                Step #0 - "image":  Using cache
                Step #0 - "image":  5a2c3b4d5e6f
                Step #0 - "image": Step 3/4 : RUN make
                Step #0 - "image":  Running in 0a1b2c3d4e5f
                Step #0 - "image":  Using cache
                Step #0 - "image":  5a2c3b4d5e6f
                Step #0 - "image": Removing intermediate container 0a1b2c3d4e5f
                Step #0 - "image":  9f8e7d6c5b4a
                Step #0 - "image": Step 4/4 : CMD ["app"]
                Step #0 - "image":  Running in 0a1b2c3d4e60
                Step #0 - "image": Removing intermediate container 0a1b2c3d4e60
                Step #0 - "image":  6b7c8d9e0f10
                Step #0 - "image": Successfully built 6b7c8d9e0f10
                Step #0 - "image": Successfully tagged app:latest
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed", "4 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(build.vertices().get(2).logLines()).isEqualTo(2);
    }

    @Test
    void aCommandPrintsNoHitWhereThereAreArrows() {
        var build = one("""
                Step 1/3 : FROM alpine
                 ---> 1d34ffeaf190
                Step 2/3 : RUN ./install
                 Using cache
                 ---> Running in 0a1b2c3d4e5f
                Using cache
                 Using cache
                5a2c3b4d5e6f
                Removing intermediate container 0a1b2c3d4e5f
                 ---> 9f8e7d6c5b4a
                Step 3/3 : RUN make
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 executed", "3 unfinished");
    }
}
