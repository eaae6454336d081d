import { CertificateWindow } from '../../lib/windows/certificate/certificate-window';
import { mountWindow } from '../../lib/windows/mount';

mountWindow(<CertificateWindow />);
