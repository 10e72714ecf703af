//! What needs no network: `data:` URLs, and files where they are allowed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mem0_core::fetcher::{AttachmentError, AttachmentKind};

use super::{PNG, fetch, media_type, texts};

#[tokio::test]
async fn data_urls_hold_images_and_texts() {
    let image = format!("data:image/jpeg;base64,{}", STANDARD.encode(PNG));
    let found = fetch(AttachmentKind::Image, image).await.unwrap();
    assert_eq!(
        media_type(found),
        "image/png",
        "the bytes tell, not the label"
    );
    let text = "data:text/plain;charset=utf-8,%E4%BD%A0%E5%A5%BD";
    let found = fetch(AttachmentKind::Text, text).await.unwrap();
    assert_eq!(texts(found), ["你好"]);
    let empty = fetch(AttachmentKind::Image, "data:,").await;
    assert!(matches!(empty, Err(AttachmentError::Unreadable { .. })));
}

#[tokio::test]
async fn files_are_read_where_they_are_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("图 1.png");
    std::fs::write(&file, PNG).unwrap();
    let path = file.to_str().unwrap();
    let url = reqwest::Url::from_file_path(&file).unwrap().to_string();
    for source in [path, url.as_str()] {
        let found = fetch(AttachmentKind::Image, source).await.unwrap();
        assert_eq!(media_type(found), "image/png", "{source}");
    }
    let folder = fetch(AttachmentKind::Image, folder.path().to_str().unwrap()).await;
    assert!(matches!(folder, Err(AttachmentError::Unreadable { .. })));
    let missing = fetch(AttachmentKind::Image, format!("{path}.gone")).await;
    assert!(matches!(missing, Err(AttachmentError::Unavailable { .. })));
    #[cfg(unix)]
    {
        let device = fetch(AttachmentKind::Text, "/dev/zero").await;
        assert!(matches!(device, Err(AttachmentError::Unreadable { .. })));
    }
}
