package dev.misstep.history;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.Build;
import dev.misstep.context.Snapshot;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Observed;
import dev.misstep.explain.Planned;
import dev.misstep.explain.Summary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * All of a build that the tables' other columns do not tell, as it lies in one of them: JSON, compressed. Snapshots lie apart,
 * since many builds are made of the same.
 *
 * @param run what went into it, without snapshots, as {@link LastRun} writes it; {@code null} for a build that was read
 */
record BuildRecord(Build build, Summary summary, List<Miss> misses, byte @Nullable [] run) {
    private static final int FORMAT = 1;
    /** The context itself among the snapshots of a build; the others have names. */
    static final String CONTEXT = "";

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(Instants.module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private record Stored(
            int format,
            @Nullable Build build,
            @Nullable Summary summary,
            @Nullable List<Miss> misses,
            byte @Nullable [] run) {}

    static BuildRecord of(KeptBuild kept) throws IOException {
        KeptRun run = kept.run();
        return new BuildRecord(
                kept.build(),
                kept.summary(),
                kept.misses(),
                run == null ? null : LastRun.bytes(withSnapshots(run, Map.of())));
    }

    /** The snapshots of a run by the names of their contexts. */
    static Map<String, Snapshot> snapshots(@Nullable KeptRun run) {
        Map<String, Snapshot> all = new TreeMap<>();
        if (run != null) {
            all.putAll(run.run().inputs().others());
            Snapshot context = run.run().inputs().snapshot();
            if (context != null) {
                all.put(CONTEXT, context);
            }
        }
        return all;
    }

    /** The run with the snapshots it was parted from; {@code null} where there is none. */
    @Nullable
    KeptRun run(Map<String, Snapshot> snapshots) throws IOException {
        return run == null ? null : withSnapshots(LastRun.read(run), snapshots);
    }

    byte[] bytes() throws IOException {
        return packed(JSON.writeValueAsBytes(new Stored(FORMAT, build, summary, misses, run)));
    }

    static BuildRecord read(byte[] bytes) throws IOException {
        try {
            Stored stored = JSON.readValue(unpacked(bytes), Stored.class);
            if (stored != null
                    && stored.format() == FORMAT
                    && stored.build() != null
                    && stored.summary() != null
                    && stored.misses() != null) {
                return new BuildRecord(stored.build(), stored.summary(), stored.misses(), stored.run());
            }
            throw new IOException("it is damaged, or was written by another version of Misstep");
        } catch (JacksonException e) {
            throw new IOException("it is damaged", e);
        }
    }

    static byte[] bytes(Snapshot snapshot) throws IOException {
        return JSON.writeValueAsBytes(snapshot);
    }

    static Snapshot snapshot(byte[] bytes) throws IOException {
        try {
            return JSON.readValue(bytes, Snapshot.class);
        } catch (JacksonException e) {
            throw new IOException("it is damaged", e);
        }
    }

    static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    static byte[] unpacked(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static KeptRun withSnapshots(KeptRun kept, Map<String, Snapshot> snapshots) {
        Planned plan = kept.plan();
        return new KeptRun(
                withSnapshots(kept.run(), snapshots),
                plan == null ? null : new Planned(withSnapshots(plan.steps(), snapshots), plan.sources(), plan.keys()),
                kept.engine());
    }

    private static Observed withSnapshots(Observed observed, Map<String, Snapshot> snapshots) {
        Map<String, Snapshot> others = new TreeMap<>(snapshots);
        Snapshot context = others.remove(CONTEXT);
        return new Observed(observed.build(), observed.inputs().withSnapshots(context, others));
    }
}
