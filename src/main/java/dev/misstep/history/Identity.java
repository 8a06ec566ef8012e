package dev.misstep.history;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Sha256;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Digests that tell whether two things are one, short enough for an index of any database. */
final class Identity {
    private static final int BYTES = 20;
    private static final Set<Format> DIGESTED = EnumSet.of(Format.RAWJSON, Format.DOCKERBUILD, Format.ENGINE);

    private Identity() {}

    /** Of some texts, each of which may be anything. */
    static String of(@Nullable String... parts) {
        MessageDigest digest = Sha256.begin();
        for (String part : parts) {
            byte[] bytes = (part == null ? "" : part).getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (part == null ? 0 : 1));
            for (int shift = 24; shift >= 0; shift -= 8) {
                digest.update((byte) (bytes.length >> shift));
            }
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    /** Of a whole document. */
    static String of(byte[] document) {
        return HexFormat.of().formatHex(Sha256.begin().digest(document), 0, BYTES);
    }

    /**
     * Of a build, whichever way it was read. What a clock times happened once; of builds without one nothing tells two
     * uneventful ones apart but where they were read from. Where vertices are known by their digests, these and the instant
     * of the first are enough, so that a build is the same whether it was watched, saved or remembered by the engine.
     *
     * @param place where it was read from, for a build without a clock; {@code null} where that is nowhere, as standard input
     */
    static String of(Build build, @Nullable String place) {
        List<@Nullable String> parts = new ArrayList<>();
        if (build.clock() == Clock.EXACT && DIGESTED.contains(build.format())) {
            build.vertices().stream().map(Vertex::id).sorted().forEach(parts::add);
        } else {
            parts.add(build.format().label());
            parts.add(build.target());
            parts.add(build.outcome().label());
            parts.add(build.clock() == Clock.NONE ? place + " " + build.ordinal() : null);
            for (Vertex vertex : build.vertices()) {
                parts.add(vertex.id());
                parts.add(vertex.name().text());
                parts.add(vertex.status().label());
                parts.add(String.valueOf(vertex.seconds()));
            }
        }
        Instant started = build.startedAt();
        parts.add(
                started == null ? null : started.truncatedTo(ChronoUnit.MILLIS).toString());
        return of(parts.toArray(String[]::new));
    }

    /** Of what a vertex does. */
    static String of(StepName name) {
        return of(Boolean.toString(name.step()), name.target(), name.platform(), name.stage(), name.command());
    }
}
