// Preloaded into the sandbox's processes: when whoever started them is gone, however it went, they have no reason to stay.
process.once("disconnect", () => process.exit(0));
// The channel alone must not keep a process alive that has nothing else to do.
process.channel?.unref();
