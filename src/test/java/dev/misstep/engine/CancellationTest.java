package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsWhatWasRegisteredOnce() {
        Cancellation.Registration registered = cancellation.onCancel(() -> ran.add("a"));
        assertThat(cancellation.isCanceled()).isFalse();
        cancellation.cancel();
        cancellation.cancel();
        registered.close();
        assertThat(cancellation.isCanceled()).isTrue();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void whatCameTooLateRunsAtOnce() {
        cancellation.cancel();
        cancellation.onCancel(() -> ran.add("late")).close();
        assertThat(ran).containsExactly("late");
    }

    @Test
    void whatHasEndedIsNotStopped() {
        cancellation.onCancel(() -> ran.add("ended")).close();
        cancellation.cancel();
        assertThat(ran).isEmpty();
    }
}
