package dev.misstep.oracle;

import dev.misstep.engine.EngineException;
import dev.misstep.engine.EngineStore;
import dev.misstep.engine.EngineUnderTest;
import java.io.IOException;
import java.util.List;

/** An engine with one of its builders, and what that can do. */
final class Lab implements AutoCloseable {
    private final EngineUnderTest engine;
    private final EngineStore store;
    private final Facts facts;

    Lab(EngineUnderTest engine, boolean classic) throws EngineException, IOException {
        this.engine = engine;
        this.store = new EngineStore(engine.connection());
        String version = engine.connection().facts().version();
        int major = Integer.parseInt(version.substring(0, version.indexOf('.')));
        boolean old = major < 24;
        this.facts = new Facts(
                version,
                classic,
                major < 26,
                !old,
                !classic && builds("COPY <<EOF /x\nx\nEOF"),
                !classic && builds("COPY --link a /a"),
                !classic && names("COPY --link a /a").stream().anyMatch(name -> name.contains("] LINK ")),
                !classic && builds("COPY --chmod=755 a /a"),
                !classic && builds("COPY --exclude=*.tmp a /a"),
                !classic && builds("RUN --mount=type=bind,target=/m true"));
    }

    private boolean builds(String line) throws EngineException {
        return !names(line).isEmpty();
    }

    private List<String> names(String line) throws EngineException {
        return store.builds("FROM busybox:1\n" + line + "\n");
    }

    Facts facts() {
        return facts;
    }

    EngineStore store() {
        return store;
    }

    EngineUnderTest engine() {
        return engine;
    }

    String host() {
        return engine.connection().address().host().toString();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
