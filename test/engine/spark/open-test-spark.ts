import { openSpark, type SparkEngine } from "../../../src/engine/spark/open-spark.ts";
import { requireProgram } from "../../support/require-program.ts";
import { TEST_PYTHON } from "../../support/test-python.ts";

const INSTALL = "install Java 17 and `pip install pyspark==4.1.4`, and set PAWL_TEST_PYTHON to that Python";

/** Whether Spark can be started here. */
export function requireSpark(): boolean {
  const java = process.env["JAVA_HOME"] === undefined ? "java" : `${process.env["JAVA_HOME"]}/bin/java`;
  return requireProgram(java, INSTALL, ["-version"]) && requireProgram(TEST_PYTHON, INSTALL, ["-c", "import pyspark"]);
}

/** What makes long work quicker takes longer than all the tests: the JVM's best compiler, and Spark's own. */
const QUICK_START = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
const INTERPRETED = { "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN" };

/** A cluster of two workers on this machine, each a process of its own. */
export function openTestSpark(): Promise<SparkEngine> {
  const settings = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    ...INTERPRETED,
  };
  const conf = Object.entries(settings).map(([name, value]) => `--conf ${name}=${value}`);
  const java = [`--driver-java-options '${QUICK_START.join(" ")}'`];
  const executors = [`--conf 'spark.executor.extraJavaOptions=${QUICK_START.join(" ")}'`];
  const submit = ["--master local-cluster[2,1,1024]", ...java, ...executors, ...conf, "pyspark-shell"];
  return openSpark({
    command: [TEST_PYTHON],
    env: { ...process.env, SPARK_LOCAL_IP: "127.0.0.1", PYSPARK_SUBMIT_ARGS: submit.join(" ") },
    from: import.meta.dirname,
  });
}
