package dev.misstep.log.wrapper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Windows PowerShell makes of a program's standard error where it is redirected ({@code docker build . 2>&1 | Out-File},
 * {@code *>}): the first line becomes an error with a header around it, and long lines are wrapped at the console's width.
 *
 * <pre>
 * docker : #0 building with "default" instance using docker driver
 * At line:1 char:1
 * + docker build . 2>&1 | Out-File log.txt
 * + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
 *     + CategoryInfo          : NotSpecified: (#0 building wit...g docker driver:String) [], RemoteException
 *     + FullyQualifiedErrorId : NativeCommandError
 * </pre>
 */
final class PowerShell implements Decoration {
    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        PowerShellHeader header = new PowerShellHeader();
        boolean found = false;
        for (String line : excerpt.lines()) {
            found |= header.accept(line) == PowerShellHeader.Verdict.ENDS;
        }
        if (!found) {
            return null;
        }
        int width = width(excerpt.lines());
        return new Found("powershell", Writer.TRANSPORT, true, () -> new PowerShellUnwrapper(width));
    }

    /** The console's width, by lines that seem to be wrapped; 0 where there are none, or none is certain. */
    private static int width(List<String> lines) {
        int width = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (goesOn(lines, i)) {
                width = Math.max(
                        width, Math.max(lines.get(i - 1).length(), lines.get(i).length()));
            }
        }
        int wrapped = 0;
        int others = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (goesOn(lines, i)) {
                boolean full = PowerShellUnwrapper.isFull(lines.get(i - 1), lines.get(i), width);
                wrapped += full ? 1 : 0;
                others += full ? 0 : 1;
            }
        }
        return others * 4 > wrapped ? 0 : width;
    }

    private static boolean goesOn(List<String> lines, int at) {
        return PowerShellUnwrapper.isNumbered(lines.get(at - 1)) && PowerShellUnwrapper.mayGoOn(lines.get(at));
    }
}
