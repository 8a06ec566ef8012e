package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Ingredients;
import dev.misstep.build.Sha256;
import dev.misstep.log.source.OciLayout;
import dev.misstep.log.wrapper.Unwrapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .dockerbuild} file, which {@code docker buildx history export} and docker/build-push-action write: the
 * builder's own record of each build and its status stream, and with a build that succeeded its provenance.
 */
final class DockerBuildReader {
    private static final String STATUS = "application/vnd.buildkit.status.v0";
    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final String SHA256 = "sha256:";

    private final OciLayout layout;

    private DockerBuildReader(OciLayout layout) {
        this.layout = layout;
    }

    /** One build's record and manifest. */
    private record Kept(@Nullable HistoryRecord record, BuildRecordManifest manifest) {
        Instant created() {
            return record == null || record.created() == null ? Instant.MAX : record.created();
        }
    }

    /**
     * The builds of all records, the first to begin first: an export of several has the latest in front.
     *
     * @param source what they are called after
     * @param remarks hears what is missing of the file, without its subject
     */
    static List<Build> read(String source, OciLayout layout, Consumer<String> remarks) throws IOException {
        DockerBuildReader reader = new DockerBuildReader(layout);
        List<Kept> records = new ArrayList<>();
        for (BuildRecordManifest manifest : BuildRecordManifest.of(layout, remarks)) {
            records.add(new Kept(reader.record(manifest), manifest));
        }
        records.sort(Comparator.comparing(Kept::created));
        List<Build> builds = new ArrayList<>();
        for (Kept kept : records) {
            Build build = reader.draft(kept).build(source, builds.size() + 1, Unwrapping.NONE, Clock.EXACT);
            HistoryRecord record = kept.record();
            builds.add(
                    record == null
                            ? build
                            : build.withIngredients(reader.ingredients(record, kept))
                                    .withCommit(record.commit()));
        }
        return builds;
    }

    private Ingredients ingredients(HistoryRecord record, Kept kept) {
        Set<Ingredients.Image> images = new HashSet<>();
        for (OciDescriptor layer : kept.manifest().layers(IN_TOTO)) {
            try {
                Optional<byte[]> document = document(layer);
                images.addAll(document.isPresent() ? Provenance.images(document.get()) : Set.of());
            } catch (IOException e) {
                // which the build has been told of with its lines
            }
        }
        List<Ingredients.Image> sorted = new ArrayList<>(images);
        sorted.sort(Comparator.comparing(Ingredients.Image::name).thenComparing(Ingredients.Image::toString));
        return new Ingredients(record.arguments(), sorted);
    }

    /**
     * A blob that is a document; nothing where it is missing.
     *
     * @throws IOException if it is damaged
     */
    private Optional<byte[]> document(OciDescriptor descriptor) throws IOException {
        String digest = String.valueOf(descriptor.digest());
        Optional<byte[]> document = layout.document(digest);
        if (document.isPresent()
                && digest.startsWith(SHA256)
                && !digest.equals(digest(Sha256.begin().digest(document.get())))) {
            throw new IOException("not the document that was written");
        }
        return document;
    }

    private static String digest(byte[] sum) {
        return SHA256 + HexFormat.of().formatHex(sum);
    }

    private @Nullable HistoryRecord record(BuildRecordManifest manifest) {
        try {
            Optional<byte[]> document = document(manifest.config());
            return document.isEmpty() ? null : HistoryRecord.parse(document.get());
        } catch (IOException e) {
            return null; // and the build says so
        }
    }

    private BuildDraft draft(Kept kept) throws IOException {
        StatusAssembler assembler = new StatusAssembler(Format.DOCKERBUILD, BuildListener.NONE);
        StatusDamage damage = new StatusDamage();
        List<OciDescriptor> streams = kept.manifest().layers(STATUS);
        boolean whole = true;
        for (OciDescriptor stream : streams) {
            whole &= readStatus(stream, assembler, damage);
        }
        if (streams.isEmpty()) {
            assembler.diagnose(0, "the record has no status stream");
        }
        assembler.locate(lines(kept.manifest(), assembler));
        BuildDraft draft = assembler.draft();
        damage.settle(List.of(draft));
        HistoryRecord record = kept.record();
        if (!whole && (record == null || (record.completed() == null && record.error() == null))) {
            draft.doubtHits(); // what the build failed with, if it did, may be what is missing
        }
        if (record == null) {
            draft.diagnose(0, "the build's record cannot be read");
            return draft;
        }
        draft.ran(record.created());
        draft.ran(record.completed());
        draft.target = record.target();
        draft.error = record.error();
        draft.canceled = record.canceled();
        draft.succeeded = record.error() == null && record.completed() != null;
        if (record.noCache()) {
            draft.diagnose(0, "this build was told not to use the cache (--no-cache or --no-cache-filter)");
        }
        return draft;
    }

    /** Returns whether all of it could be read. */
    private boolean readStatus(OciDescriptor descriptor, StatusAssembler assembler, StatusDamage damage)
            throws IOException {
        Optional<InputStream> blob = layout.blob(String.valueOf(descriptor.digest()));
        if (blob.isEmpty()) {
            assembler.diagnose(0, "the status stream is missing from the file");
            return false;
        }
        List<String> damages = new ArrayList<>();
        try (DigestInputStream bytes = new DigestInputStream(blob.get(), Sha256.begin())) {
            long size = StatusFrames.read(bytes, status -> assembler.accept(status, 0), told -> {
                damages.add(told);
                assembler.diagnose(0, told);
                damage.lost();
            });
            size += bytes.transferTo(OutputStream.nullOutputStream());
            String digest = digest(bytes.getMessageDigest().digest());
            if (String.valueOf(descriptor.digest()).startsWith(SHA256) && !digest.equals(descriptor.digest())) {
                damages.add(digest);
                if (descriptor.size() != null && size < descriptor.size()) {
                    assembler.diagnose(0, "the status stream is shorter than the record says: its end is missing");
                    damage.lost();
                } else {
                    assembler.diagnose(
                            0, "the status stream does not have the digest it is named after: no status is certain");
                    damage.altered();
                }
            }
        }
        return damages.isEmpty();
    }

    /** One provenance for each platform; where two disagree on a vertex, its line is not known. */
    private Map<String, Integer> lines(BuildRecordManifest manifest, StatusAssembler assembler) {
        Map<String, Integer> lines = new HashMap<>();
        Set<String> disputed = new HashSet<>();
        for (OciDescriptor layer : manifest.layers(IN_TOTO)) {
            try {
                Optional<byte[]> document = document(layer);
                if (document.isEmpty()) {
                    assembler.diagnose(0, "the build's provenance is missing from the file");
                    continue;
                }
                Map<String, Integer> told = Provenance.lines(document.get());
                told.forEach((digest, line) -> {
                    Integer other = lines.put(digest, line);
                    if (other != null && !other.equals(line)) {
                        disputed.add(digest);
                    }
                });
            } catch (IOException e) {
                assembler.diagnose(0, "the build's provenance cannot be read");
            }
        }
        lines.keySet().removeAll(disputed);
        return lines;
    }
}
