package dev.misstep.cli;

import dev.misstep.advise.Finding;
import dev.misstep.advise.PatchedTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files that patches may be for, as they were read.
 *
 * @param places where each lies, by the name that patches have for it
 * @param read what each held; one that is missing is not there
 */
record AdvisedFiles(Map<String, Path> places, Map<String, byte[]> read) {
    AdvisedFiles {
        places = Map.copyOf(places);
        read = Map.copyOf(read);
    }

    /** Their texts, by name. */
    Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        read.forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return texts;
    }

    /** Them with the patches of some findings, given by their places; empty where two touch the same lines. */
    Optional<PatchedTexts> patched(List<Finding> findings, List<Integer> places) {
        return PatchedTexts.of(
                texts(),
                places.stream()
                        .map(place -> String.valueOf(findings.get(place).patch()))
                        .toList());
    }

    /** Those of some places whose patches can all be applied, each with those before it. */
    List<Integer> together(List<Finding> findings, List<Integer> places) {
        List<Integer> good = new ArrayList<>();
        for (int place : places) {
            List<Integer> more = new ArrayList<>(good);
            more.add(place);
            if (patched(findings, more).isPresent()) {
                good = more;
            }
        }
        return good;
    }

    /** Where the file of that name lies. */
    Path place(String name) {
        Path place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("no patch is for " + name);
        }
        return place;
    }

    /**
     * Writes them as patches leave them, or none of them.
     *
     * @param root a link in it that leads out of it is not followed
     */
    void write(PatchedTexts patched, Path root) {
        Map<Path, byte[]> contents = new TreeMap<>();
        for (Map.Entry<String, String> file : patched.contents().entrySet()) {
            contents.put(writable(file.getKey(), root), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        Map<Path, Path> written = new TreeMap<>();
        try {
            for (Map.Entry<Path, byte[]> file : contents.entrySet()) {
                written.put(file.getKey(), beside(file.getKey(), file.getValue()));
            }
            for (Map.Entry<Path, Path> file : written.entrySet()) {
                Files.move(
                        file.getValue(),
                        file.getKey(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, "--apply", "a file could not be written (" + IoSentence.of(e) + ")", e);
        } finally {
            written.values().forEach(AdvisedFiles::drop);
        }
    }

    /** The file itself, where it is still as it was read. */
    private Path writable(String name, Path root) {
        Path place = place(name);
        byte @Nullable [] then = read.get(name);
        try {
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                if (then != null) {
                    throw changed(place);
                }
                return place;
            }
            Path real = place.toRealPath();
            if (place.startsWith(root) && !real.startsWith(root)) {
                throw new UserError(
                        ExitStatus.INPUT,
                        "--apply",
                        place + " is a link out of the context; patch " + real + " yourself");
            }
            if (then == null || !Arrays.equals(then, Files.readAllBytes(real))) {
                throw changed(place);
            }
            return real;
        } catch (IOException e) {
            throw new UserError(
                    ExitStatus.INPUT, "--apply", place + " cannot be read any more (" + IoSentence.of(e) + ")", e);
        }
    }

    private static UserError changed(Path place) {
        return new UserError(
                ExitStatus.INPUT,
                "--apply",
                place + " was changed since it was read; nothing is written, run it again");
    }

    /** A file that is to take its place, with its owner and mode. */
    private static Path beside(Path place, byte[] content) throws IOException {
        Path made = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
        try {
            Files.write(made, content);
            PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
            if (view != null && Files.exists(place)) {
                PosixFileAttributes own = Files.readAttributes(place, PosixFileAttributes.class);
                PosixFileAttributes got = view.readAttributes();
                if (!own.group().equals(got.group())) {
                    view.setGroup(own.group());
                }
                if (!own.owner().equals(got.owner())) {
                    view.setOwner(own.owner());
                }
                view.setPermissions(own.permissions());
            }
            return made;
        } catch (IOException e) {
            drop(made);
            throw e;
        }
    }

    private static void drop(Path made) {
        try {
            Files.deleteIfExists(made);
        } catch (IOException e) {
            return; // what could not be written cannot be deleted either
        }
    }
}
