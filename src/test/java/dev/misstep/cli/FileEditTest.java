package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.context.BuildContext;
import dev.misstep.context.IgnoreRules;
import dev.misstep.engine.session.ShownFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileEditTest {
    @TempDir
    private Path directory;

    private Path context = Path.of("");

    @BeforeEach
    void makeContext() throws IOException {
        context = Files.createDirectory(directory.toRealPath().resolve("ctx"));
        Files.createDirectory(context.resolve("src"));
        Files.writeString(context.resolve("src/a"), "content");
        Files.writeString(context.resolve("ignored"), "x");
        Files.writeString(directory.resolve("outside"), "x");
        Files.createSymbolicLink(context.resolve("link"), Path.of("src/a"));
    }

    private FileEdit edit(String argument) throws Exception {
        PrintStream none = Invocation.utf8(new ByteArrayOutputStream());
        Surroundings surroundings =
                new Invocation(directory).at(context.resolve("src")).surroundings(none, none);
        BuildContext tree = BuildContext.read(context, IgnoreRules.parse("ignored"));
        return FileEdit.of(argument, context, tree, surroundings);
    }

    private byte[] shown(String argument, Instant now) throws Exception {
        return Objects.requireNonNull(
                Objects.requireNonNull(edit(argument).shown(context, now).get("src/a"))
                        .content());
    }

    @ParameterizedTest
    @CsvSource({"src/a", "./src/../src/a", "a"})
    void aFileIsNamedFromTheContextOrFromHere(String argument) throws Exception {
        assertThat(edit(argument)).isEqualTo(new FileEdit(FileEdit.Kind.CONTENT, "src/a", 0644));
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere,       3, no such file",
        "ignored,       3, ignore rule",
        "src,           3, directory",
        "link,          3, link",
        "../outside,    2, is not in the context",
        "/etc/passwd,   2, is not in the context",
    })
    void whatTheBuilderIsNotGivenCannotBeEdited(String argument, int status, String said) {
        assertThatThrownBy(() -> edit(argument)).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.status()).isEqualTo(status);
            assertThat(error).hasMessageContaining(said);
        });
    }

    @Test
    void theFileStaysAsItIs() throws Exception {
        byte[] shown = shown("src/a", Instant.EPOCH);

        assertThat(new String(shown, StandardCharsets.UTF_8))
                .startsWith("content\n")
                .isNotEqualTo("content\n");
        assertThat(context.resolve("src/a")).hasContent("content");
    }

    @ParameterizedTest
    @CsvSource({
        "mode:src/a,    src/a with another mode",
        "touch:src/a,   src/a touched",
        "remove:src/a,  src/a removed",
        "add:src/b/c,   src/b/c added",
    })
    void otherChangesThanOfContentAreNamed(String argument, String title) throws Exception {
        assertThat(edit(argument).title()).isEqualTo(title);
    }

    @Test
    void aModeIsTurnedOverForEverybody() throws Exception {
        assertThat(edit("mode:src/a").shown(context, Instant.EPOCH).get("src/a"))
                .isEqualTo(ShownFile.withPermissions(0755));
        assertThat(new FileEdit(FileEdit.Kind.MODE, "x", 0755)
                        .shown(context, Instant.EPOCH)
                        .get("x"))
                .isEqualTo(ShownFile.withPermissions(0644));
    }

    @ParameterizedTest
    @CsvSource({"add:src/a, 2, is there already", "add:ignored, 2, is there already", "mode:nowhere, 3, no such file"})
    void aChangeThatMakesNoSenseIsRefused(String argument, int status, String said) {
        assertThatThrownBy(() -> edit(argument)).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.status()).isEqualTo(status);
            assertThat(error).hasMessageContaining(said);
        });
    }

    /** A name that begins like a kind of change is still a name. */
    @Test
    void aFileThatIsThereIsMeantAsItIsWritten() throws Exception {
        Files.writeString(context.resolve("mode:x"), "1");

        assertThat(edit("mode:x").kind()).isEqualTo(FileEdit.Kind.CONTENT);
    }

    @Test
    void anArgumentGetsAValueUnlikeAnyBefore() {
        ArgumentEdit edit = ArgumentEdit.of("arg:VERSION");

        assertThat(edit.arguments(Map.of("VERSION", "1", "OTHER", "2"), Instant.EPOCH))
                .containsEntry("OTHER", "2")
                .hasSize(2)
                .isNotEqualTo(edit.arguments(Map.of("VERSION", "1", "OTHER", "2"), Instant.EPOCH.plusNanos(1000)));
        assertThatThrownBy(() -> ArgumentEdit.of("arg:")).isInstanceOf(UserError.class);
    }

    /** Else an edit would be found in the cache. */
    @Test
    void noTwoEditsAreAlike() {
        Random random = new Random(7);
        Set<String> markers = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            Instant now = Instant.ofEpochSecond(1_700_000_000L + i % 100, 1_000L * (i / 100));
            assertThat(markers.add(FileEdit.marker(now))).as("%s", now).isTrue();
        }
        assertThat(markers).allSatisfy(marker -> assertThat(marker).isBlank().endsWith("\n"));
        Instant any = Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE));
        assertThat(FileEdit.marker(any)).isNotEqualTo(FileEdit.marker(any.plusNanos(1_000)));
    }
}
