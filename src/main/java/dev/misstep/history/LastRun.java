package dev.misstep.history;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.Build;
import dev.misstep.context.Snapshot;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Observed;
import dev.misstep.explain.Planned;
import dev.misstep.explain.SeenArgument;
import dev.misstep.explain.SeenSetting;
import dev.misstep.explain.UsedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The last run of a profile, kept in a file of its own so that the first run of the next profile has something to be
 * compared with. Values of build arguments are not in it, only their hashes.
 */
public final class LastRun {
    private static final int FORMAT = 10;
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .registerModule(Instants.module())
            .registerModule(KeptSnapshots.module());

    /** What went into the steps of a build, by their ids; see {@link BuildInputs}. */
    private record Ingredients(
            Map<String, String> written,
            Map<String, String> expanded,
            Map<String, List<SeenArgument>> arguments,
            Map<String, List<SeenSetting>> settings,
            Map<String, List<UsedImage>> images) {
        Ingredients {
            written = Map.copyOf(written);
            expanded = Map.copyOf(expanded);
            arguments = Map.copyOf(arguments);
            settings = Map.copyOf(settings);
            images = Map.copyOf(images);
        }

        static Ingredients of(BuildInputs inputs) {
            return new Ingredients(
                    inputs.written(), inputs.expanded(), inputs.arguments(), inputs.settings(), inputs.images());
        }

        BuildInputs with(@Nullable Snapshot snapshot, Map<String, Snapshot> others) {
            return new BuildInputs(
                    snapshot, Map.of(), written, expanded, arguments, settings, images, false, Set.of(), others, null);
        }
    }

    private record Plan(
            Build steps, Ingredients ingredients, Map<String, List<String>> sources, Map<String, String> keys) {
        Plan {
            Objects.requireNonNull(steps);
            Objects.requireNonNull(ingredients);
            sources = Map.copyOf(sources);
            keys = Map.copyOf(keys);
        }

        static Plan of(Planned planned) {
            return new Plan(
                    planned.steps().build(),
                    Ingredients.of(planned.steps().inputs()),
                    planned.sources(),
                    planned.keys());
        }

        Planned with(@Nullable Snapshot snapshot, Map<String, Snapshot> others) {
            return new Planned(new Observed(steps, ingredients.with(snapshot, others)), sources, keys);
        }
    }

    private record Stored(
            int format,
            @Nullable String engine,
            @Nullable Build build,
            @Nullable Snapshot snapshot,
            @Nullable Map<String, Snapshot> others,
            @Nullable Ingredients ingredients,
            @Nullable Plan plan) {}

    private LastRun() {}

    /**
     * The run kept in a file; empty where there is none.
     *
     * @param shared gives its snapshot of the context, or one like it that is in memory already
     * @throws IOException if there is one that cannot be read or understood
     */
    public static Optional<KeptRun> load(Path file, UnaryOperator<Snapshot> shared) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(kept(JSON.readValue(in, Stored.class), shared));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw damaged(e);
        }
    }

    /**
     * The run of which these are the {@link #bytes}.
     *
     * @throws IOException if they cannot be understood
     */
    public static KeptRun read(byte[] bytes) throws IOException {
        try {
            return kept(JSON.readValue(bytes, Stored.class), UnaryOperator.identity());
        } catch (JacksonException e) {
            throw damaged(e);
        }
    }

    /** @param stored {@code null} for a file that says so: {@code null} is good JSON */
    private static KeptRun kept(@Nullable Stored stored, UnaryOperator<Snapshot> shared) throws IOException {
        if (stored != null && stored.format() != FORMAT) {
            throw new IOException("it was written by another version of Misstep");
        }
        Build build = stored == null ? null : stored.build();
        Ingredients ingredients = stored == null ? null : stored.ingredients();
        String engine = stored == null ? null : stored.engine();
        if (stored == null || build == null || ingredients == null || engine == null) {
            throw damaged(null);
        }
        Plan plan = stored.plan();
        Map<String, Snapshot> others = stored.others() == null ? Map.of() : stored.others();
        Snapshot snapshot = stored.snapshot() == null ? null : shared.apply(stored.snapshot());
        return new KeptRun(
                new Observed(build, ingredients.with(snapshot, others)),
                plan == null ? null : plan.with(snapshot, others),
                engine);
    }

    private static IOException damaged(@Nullable Exception cause) {
        return new IOException("it is damaged", cause);
    }

    /** Keeps a run in place of the one before. A crash leaves the old one. */
    public static void save(Path file, KeptRun kept) throws IOException {
        Stored stored = stored(kept);
        StateFile.write(file, out -> JSON.writeValue(out, stored));
    }

    /** A run as it is kept. */
    public static byte[] bytes(KeptRun kept) throws IOException {
        return JSON.writeValueAsBytes(stored(kept));
    }

    private static Stored stored(KeptRun kept) {
        Planned plan = kept.plan();
        return new Stored(
                FORMAT,
                kept.engine(),
                kept.run().build(),
                kept.run().inputs().snapshot(),
                kept.run().inputs().others(),
                Ingredients.of(kept.run().inputs()),
                plan == null ? null : Plan.of(plan));
    }
}
