package dev.misstep.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.history.HeldResult.CacheRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltStepsTest {
    private static final BuiltSteps NONE = BuiltSteps.none("E");

    @TempDir
    private Path folder;

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123456789Z");
    private static final HeldResult MADE = new HeldResult("make", NOON, NOON.plusSeconds(9));

    private static CacheRecord record(String description, long seconds) {
        return new CacheRecord(description, NOON.plusSeconds(seconds));
    }

    @Test
    void whatWasBuiltComesBack() throws IOException {
        Path file = folder.resolve("built.json");
        BuiltSteps built = NONE.with(Set.of("a"), Map.of("b", MADE));
        built.save(file);
        assertThat(BuiltSteps.load(file)).contains(built);
        assertThat(BuiltSteps.load(folder.resolve("none"))).isEmpty();
    }

    @Test
    void aResultIsLostWhenNoRecordOfThatTimeIsThere() {
        BuiltSteps built = NONE.with(Set.of(), Map.of("a", MADE));
        assertThat(built.lost(List.of(record("make", 3)))).isEmpty();
        assertThat(built.lost(List.of(record("make", 30), record("other", 3)))).containsExactly("a");
    }

    /** Somebody else may have built it first. */
    @Test
    void nothingIsLostOfAStepThatNobodySawRunFirst() {
        BuiltSteps hit = NONE.with(Set.of("a"), Map.of());
        assertThat(hit.lost(List.of(record("other", 3)))).isEmpty();
        Map<String, HeldResult> ran = new HashMap<>();
        ran.put("a", MADE);
        assertThat(hit.with(Set.of(), ran).lost(List.of(record("other", 3)))).isEmpty();
    }

    @Test
    void ofTwoResultsOneIsEnough() {
        HeldResult again = new HeldResult("make", NOON.plusSeconds(20), NOON.plusSeconds(29));
        BuiltSteps twice = NONE.with(Set.of(), Map.of("a", MADE)).with(Set.of(), Map.of("a", again));
        assertThat(twice.lost(List.of(record("make", 3)))).isEmpty();
        assertThat(twice.lost(List.of(record("make", 23)))).isEmpty();
        assertThat(twice.lost(List.of(record("make", 13)))).containsExactly("a");
    }

    /** Copied from a stage that was made of other things and came out equal, it is the same to the builder. */
    @Test
    void aResultUnderAnotherKeyMayBeTheSame() {
        HeldResult again = new HeldResult("make", NOON.plusSeconds(20), NOON.plusSeconds(29));
        BuiltSteps built = NONE.with(Set.of(), Map.of("rough-1", MADE, "rough-2", again));
        assertThat(built.lost(List.of(record("make", 23)))).isEmpty();
        assertThat(built.lost(List.of(record("make", 13)))).containsExactly("rough-1", "rough-2");
    }

    @Test
    void theOldestAreForgotten() {
        Map<String, HeldResult> many = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            many.put("k" + i, MADE);
        }
        BuiltSteps built = NONE.with(Set.of(), Map.of("first", MADE)).with(Set.of(), many);
        assertThat(built.results()).hasSize(20_000).doesNotContainKey("first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[", "{\"format\":9,\"engine\":\"E\",\"results\":{}}", "\u0000"})
    void aFileThatIsNotOursIsRefused(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("built.json"), content);
        assertThatThrownBy(() -> BuiltSteps.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it ");
    }
}
