package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of contexts. */
class RemoteContextTest {
    private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());

    @TempDir
    Path directory;

    private boolean isRemote(String argument) {
        return RemoteContext.of(
                        argument, new Invocation(directory).at(directory).surroundings(NOWHERE, NOWHERE))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h/r.git#main:sub",
                "http://h/context.tar",
                "git://h/r",
                "ssh://git@h/r",
                "git@h:me/r.git",
                "github.com/me/r"
            })
    void anAddressIsKnown(String address) {
        assertThat(isRemote(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "/abs", "sub/dir", "https:/h", "docker-image://x", "gitdir", "-"})
    void allElseIsADirectory(String argument) {
        assertThat(isRemote(argument)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://me:pa@h/r.git#x:y, https://h/r.git#x:y, r",
        "https://t0ken@h/r, https://h/r, r",
        "https://h/a/r/.git, https://h/a/r/.git, r",
        "git@h:me/r.git, git@h:me/r.git, r",
        "ssh://git@h/r, ssh://git@h/r, r",
        "ssh://git:pass@h/r, ssh://h/r, r",
        "HTTPS://me:pa@h/r, HTTPS://h/r, r",
        "https://me:p@ss:w@h/r, https://h/r, r",
        "https://h/x@y, https://h/x@y, x@y",
        "https://h, https://h, h"
    })
    void aPasswordIsShownNowhere(String address, String shown, String name) {
        RemoteContext context = new RemoteContext(address);

        assertThat(RemoteContext.shown(address)).isEqualTo(shown);
        assertThat(context).hasToString("RemoteContext[" + shown + "]");
        assertThat(context.name()).isEqualTo(name);
        assertThat(context.secrets().values().stream()
                        .reduce(address, (rest, secret) -> rest.replace(secret + "@", "")))
                .isEqualTo(context.secrets().isEmpty() ? address : shown);
    }

    @Test
    void aTokenInTheQueryIsShownNowhereAndWhatNamesACommitIs() {
        String address = "https://h/c.tar?ref=main&token=t0ken$1&sig=0f3a#x";

        assertThat(RemoteContext.shown(address)).isEqualTo("https://h/c.tar?ref=main&token=…&sig=…#x");
        assertThat(new RemoteContext(address).secrets().values()).containsExactlyInAnyOrder("t0ken$1", "0f3a");
    }
}
