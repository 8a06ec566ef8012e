package dev.misstep.oracle;

import dev.misstep.engine.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Builds the Dockerfiles of a folder, changed in one thing after another. */
final class Shapes {
    private Shapes() {}

    /** In an order that the seed decides, until there were enough changes. */
    static Tally run(Lab lab, Path folder, long seed, int changes, Tally tally) throws EngineException, IOException {
        List<FoundDockerfile> all = FoundDockerfile.in(folder);
        Collections.shuffle(all, new Random(seed));
        all.sort(Comparator.comparing(FoundDockerfile::ofTest)); // they are many, and small
        String run = Long.toHexString(System.nanoTime());
        int built = 0;
        int left = 0;
        for (FoundDockerfile found : all) {
            if (Oracle.isStopping() || tally.changes >= changes) {
                break;
            }
            try (Shape shape = new Shape(lab, found, run + "s" + (built + left), tally)) {
                shape.run();
                built++;
            } catch (StandInException e) {
                left++;
                tally.note("left out: " + found.name() + ": " + e.getMessage());
            }
        }
        tally.note("Dockerfiles: " + all.size() + " there, " + built + " built, " + left + " left out");
        return tally;
    }
}
