package dev.misstep.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code scripts/fuzz} runs: hands Jazzer's inputs to a target, and writes the seeds it begins with. */
public final class Fuzzing {
    private static FuzzTarget target = FuzzTarget.PLAIN;

    private Fuzzing() {}

    /** Called by Jazzer once, with the target's name. To watch a class takes longer than to read most inputs. */
    public static void fuzzerInitialize(String[] args) throws IOException {
        target = FuzzTarget.valueOf(args[0]);
        for (byte[] seed : target.seeds()) {
            target.run(seed);
        }
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        target.run(data);
    }

    /** Prints the targets' names; with a target and a directory, writes its seeds there. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            List.of(FuzzTarget.values()).forEach(System.out::println);
            return;
        }
        List<byte[]> seeds = FuzzTarget.valueOf(args[0]).seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(Path.of(args[1], "seed-" + i), seeds.get(i));
        }
    }
}
