/** The build without Redis. It ships no types of its own; the API is that of the main entry. */
declare module "bottleneck/light.js" {
  import Bottleneck from "bottleneck";
  export default Bottleneck;
}
