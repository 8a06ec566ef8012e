package dev.misstep.engine;

import com.github.dockerjava.api.model.ResponseItem;
import java.util.Optional;

/** What the docker command prints of a pull when its output is no terminal: every change of state, no progress bars. */
final class ProgressLine {
    private ProgressLine() {}

    static Optional<String> of(ResponseItem item) {
        String status = item.getStatus();
        ResponseItem.ProgressDetail detail = item.getProgressDetail();
        boolean bar = detail != null && detail.getCurrent() != null;
        if (status == null || bar) {
            return Optional.empty();
        }
        return Optional.of(item.getId() == null ? status : item.getId() + ": " + status);
    }
}
