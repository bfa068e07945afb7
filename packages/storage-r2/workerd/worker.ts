declare global {
  namespace Cloudflare {
    interface Env {
      MEDIA: R2Bucket;
    }
  }
}

export default {};
