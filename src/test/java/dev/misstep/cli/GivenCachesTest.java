package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.engine.CacheOption;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Caches with what surrounds a build. */
class GivenCachesTest {
    private static GivenCaches given(String text, String... environment) {
        Invocation invocation = new Invocation(Path.of("/home")).at(Path.of("/work"));
        for (String variable : environment) {
            invocation.with(variable.replaceFirst("=.*", ""), variable.replaceFirst("^[^=]*=", ""));
        }
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        return GivenCaches.of("--cache-to", List.of(text), "dest", invocation.surroundings(nowhere, nowhere));
    }

    @Test
    void directoriesBeginWhereTheUserIs() {
        assertThat(given("type=local,dest=../cache,mode=max").caches())
                .containsExactly(new CacheOption("local", Map.of("dest", "/cache", "mode", "max")));
        assertThatThrownBy(() -> given("type=local,mode=max"))
                .isInstanceOf(UserError.class)
                .hasMessage("--cache-to: names no directory; write type=local,dest=PATH");
    }

    @Test
    void theCacheOfActionsIsReachedAsTheRunnerSays() {
        assertThat(given(
                                "type=gha,scope=x",
                                "ACTIONS_RUNTIME_TOKEN=t0ken",
                                "ACTIONS_RESULTS_URL=https://results/",
                                "ACTIONS_CACHE_SERVICE_V2=true")
                        .caches())
                .containsExactly(new CacheOption(
                        "gha",
                        Map.of(
                                "scope", "x",
                                "token", "t0ken",
                                "url", "https://results/",
                                "url_v2", "https://results/")));
        assertThat(given("type=gha", "ACTIONS_RUNTIME_TOKEN=t", "ACTIONS_CACHE_URL=https://old/")
                        .caches())
                .containsExactly(new CacheOption("gha", Map.of("token", "t", "url", "https://old/")));
        assertThat(given("type=gha,token=own,url=https://own/", "ACTIONS_RUNTIME_TOKEN=t", "ACTIONS_CACHE_URL=u")
                        .caches())
                .containsExactly(new CacheOption("gha", Map.of("token", "own", "url", "https://own/")));
    }

    @Test
    void outsideOfActionsThereIsNoSuchCache() {
        GivenCaches caches = given("type=gha", "ACTIONS_CACHE_URL=https://old/");

        assertThat(caches.caches()).isEmpty();
        assertThat(caches.unusable()).singleElement().asString().startsWith("type=gha is left out");
    }
}
