package dev.misstep.explain;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes builds down as tests need them: {@code new Builds("1").step("[2/3] RUN make", EXECUTED, 3).build()}. */
final class Builds {
    private final String id;
    private final List<Vertex> vertices = new ArrayList<>();
    private Outcome outcome = Outcome.SUCCEEDED;
    private Format format = Format.PLAIN;

    Builds(String id) {
        this.id = id;
    }

    /** A vertex called {@code v1}, {@code v2}, … in the order of calls. */
    Builds step(String name, Status status, double seconds, String... inputs) {
        String vertex = "v" + (vertices.size() + 1);
        StepName parsed = format == Format.CLASSIC
                ? StepName.ofInstruction(name, null, vertices.size() + 1, null)
                : StepName.parse(name);
        vertices.add(new Vertex(vertex, parsed, null, status, seconds, null, 1, 0, List.of(inputs), null, 1));
        return this;
    }

    Builds classic() {
        format = Format.CLASSIC;
        return this;
    }

    Builds ended(Outcome how) {
        outcome = how;
        return this;
    }

    Build build() {
        return new Build(
                id,
                "log",
                1,
                1,
                format,
                "none",
                Clock.EXACT,
                null,
                outcome,
                Instant.EPOCH,
                1.0,
                null,
                vertices,
                List.of());
    }
}
