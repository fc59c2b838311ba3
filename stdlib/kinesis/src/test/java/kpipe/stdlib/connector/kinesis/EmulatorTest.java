package kpipe.stdlib.connector.kinesis;

import java.io.IOException;

/** Reading from a server that others have made. By fan-out it does not tell that a shard was closed, so that is left out. */
final class EmulatorTest extends ReadingFromServer {

    @Override
    Server server() throws IOException {
        return Emulator.start();
    }
}
