package kpipe.stdlib.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import kpipe.spi.TableMachine;

/** A machine that goes on where another one was. */
final class SavedMachine {

    private SavedMachine() {}

    /** @param after one that has seen no row */
    static TableMachine goOn(TableMachine before, TableMachine after) {
        try {
            byte[] state = state(before);
            assertThat(state(before)).isEqualTo(state);
            after.restore(new DataInputStream(new ByteArrayInputStream(state)));
            assertThat(state(after)).isEqualTo(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return after;
    }

    private static byte[] state(TableMachine machine) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        machine.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
