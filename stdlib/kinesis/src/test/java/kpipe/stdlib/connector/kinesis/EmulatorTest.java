package kpipe.stdlib.connector.kinesis;

import java.io.IOException;

/** Reading from a server that others have made. It does not tell those who have subscribed already that their shard was closed, so that is left out. */
final class EmulatorTest extends ReadingFromServer {

    @Override
    Server server() throws IOException {
        return Emulator.start();
    }
}
