package kpipe.compiler.resolve;

/** One step of resolving. It reports what is wrong and leaves its results in the workspace; it never throws for what a user wrote. */
interface Pass {
    void run(Workspace workspace);
}
