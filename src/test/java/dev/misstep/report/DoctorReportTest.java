package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.report.DoctorReport.Check;
import dev.misstep.report.DoctorReport.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorReportTest {
    private static final DoctorReport REPORT = new DoctorReport(List.of(
            Check.good("engine", "28.5.2"),
            new Check(State.DOUBTFUL, "frontend", "evil\u001b[31m\nname", "pin it"),
            new Check(State.BAD, "disk", "0 B free", "make room")));

    @Test
    void eachCheckHasALineAndItsAdviceAnother() {
        assertThat(REPORT.text(80, false)).isEqualTo("""
                ok    engine       28.5.2
                note  frontend     evil␛[31m name
                                   pin it
                BAD   disk         0 B free
                                   make room
                """);
        assertThat(REPORT.isBad()).isTrue();
    }

    @Test
    void theSameAsJson() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        REPORT.writeJson(out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"schema\": \"misstep-doctor/1\"", "\"state\": \"doubtful\"", "\"advice\": null");
    }

    @Test
    void adviceIsForWhatIsNotGood() {
        assertThatThrownBy(() -> new Check(State.GOOD, "x", "y", "z")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Check(State.BAD, "x", "y", null)).isInstanceOf(IllegalArgumentException.class);
    }
}
