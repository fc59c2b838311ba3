package kpipe.spi;

/** How a plug-in tells the one who runs the pipeline that something does not work for the moment, or works again. Thread-safe. */
public interface Notices {

    /** Nobody listens. */
    Notices NONE = new Notices() {
        @Override
        public void warning(String sentence) {}

        @Override
        public void note(String sentence) {}
    };

    /** What does not work now; the pipeline goes on. The sentence goes on from {@code stream `s` …}, without a full stop. */
    void warning(String sentence);

    /** What works again. */
    void note(String sentence);
}
